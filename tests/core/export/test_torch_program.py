"""The program in PyTorch and its state dict: torch opens it and gives our probabilities."""

from __future__ import annotations

import pickletools
import runpy
import zipfile
from io import BytesIO

import numpy as np
import pytest

from core.errors import DataError
from core.export.formats import FORMATS
from core.export.torch_file import torch_file
from core.export.torch_program import state_dict, torch_program
from core.network.network import Network
from tests.core.export.networks import SHAPES, columns, run, snapshot_of_shape


@pytest.mark.parametrize("shape", SHAPES)
def test_torch_gives_our_probabilities(shape, tmp_path, torch) -> None:
    snapshot = snapshot_of_shape(shape)
    FORMATS["torch"].write(snapshot, tmp_path / "network.py")
    names = runpy.run_path(str(tmp_path / "network.py"))
    ours = Network.from_snapshot(snapshot).predict(columns())
    theirs = names["probabilities"](torch.from_numpy(columns().T.copy())).numpy().T
    assert np.abs(theirs - ours).max() < 1e-5
    assert names["CLASS_NAMES"] == snapshot.class_names


def test_the_file_is_what_torch_itself_would_save(tmp_path, torch) -> None:
    arrays = {"a.weight": np.arange(6, dtype=np.float32).reshape(2, 3).T, "ü": np.ones(1)}
    path = tmp_path / "network.pt"
    path.write_bytes(torch_file(arrays))
    for told in ({}, {"mmap": True}, {"map_location": "cpu"}):
        loaded = torch.load(path, weights_only=True, **told)
        assert list(loaded) == list(arrays)
        for name, array in arrays.items():
            assert loaded[name].dtype == torch.float32
            assert loaded[name].is_contiguous()
            assert np.array_equal(loaded[name].numpy(), array)


@pytest.mark.slow
def test_the_program_reads_digits_on_the_command_line(tmp_path, torch) -> None:
    snapshot = snapshot_of_shape("letters")
    FORMATS["torch"].write(snapshot, tmp_path / "network.py")
    images = (columns(5).T * 255).astype(np.uint8).reshape(-1, 28, 28)
    np.save(tmp_path / "images.npy", images)
    P = Network.from_snapshot(snapshot).predict(images.reshape(-1, 784).T / np.float32(255))
    told = run(tmp_path / "network.py", "images.npy").split("\n")[:5]
    assert [line.split()[0] for line in told] == [snapshot.class_names[n] for n in P.argmax(axis=0)]


def test_the_file_can_be_read_without_torch() -> None:
    snapshot = snapshot_of_shape("default")
    with zipfile.ZipFile(BytesIO(state_dict(snapshot))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names[0] == "archive/data.pkl"
        W = np.frombuffer(archive.read("archive/data/0"), "<f4").reshape(32, 784)
        assert np.array_equal(W, Network.from_snapshot(snapshot).weights[0])
        operations = [each.name for each, _, _ in pickletools.genops(archive.read(names[0]))]
        assert operations[0] == "PROTO"
        assert operations[-1] == "STOP"
        assert operations.count("BINPERSID") == 6
    assert state_dict(snapshot) == state_dict(snapshot)


def test_the_program_names_each_layer() -> None:
    text = torch_program(snapshot_of_shape("tanh"))
    assert "nn.Linear(784, 9),\n    nn.Tanh(),\n    nn.Linear(9, 8),\n" in text
    assert text.count("nn.Tanh()") == 3
    assert "    nn.Linear(7, 10),\n)\n" in text


def test_numbers_of_another_program_are_not_replaced(tmp_path) -> None:
    (tmp_path / "network.pt").write_bytes(b"mine")
    with pytest.raises(DataError, match="There is another"):
        FORMATS["torch"].write(snapshot_of_shape("default"), tmp_path / "network.py")
    assert [each.name for each in tmp_path.iterdir()] == ["network.pt"]
    assert (tmp_path / "network.pt").read_bytes() == b"mine"
