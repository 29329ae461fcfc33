"""A network that Digit Lab trained, in PyTorch.

    python this_file.py digits.npy

tells what is in digit images: an array (m, 784) or (m, 28, 28), bytes or numbers from 0 (ground)
to 1 (ink). The numbers of the network are in the file beside this one that ends in .pt.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

CLASS_NAMES = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")

# It gives Z of the output layer, as nn.CrossEntropyLoss wants it; softmax makes it probabilities.
network = nn.Sequential(
    nn.Linear(784, 10),
)
network.load_state_dict(torch.load(Path(__file__).with_suffix(".pt"), weights_only=True))
network.eval()


@torch.no_grad()
def probabilities(X):
    """How likely each class is: (m, classes) for digit images X (m, 784), from 0 to 1."""
    return torch.softmax(network(X), dim=1)


def main():
    if len(sys.argv) != 2:
        raise SystemExit(f"python {Path(__file__).name} digits.npy")
    images = np.load(sys.argv[1])
    scale = 255 if images.dtype == np.uint8 else 1
    X = torch.from_numpy(images.reshape(-1, 784).astype(np.float32) / scale)
    sys.stdout.reconfigure(errors="replace")  # not every terminal has every letter
    for P in probabilities(X):
        print(f"{CLASS_NAMES[P.argmax()]}  {P.max():.1%}")


if __name__ == "__main__":
    main()
