"""VERSIONINFO: what Windows shows of the program under Properties, in PyInstaller's form."""

from __future__ import annotations

from core.version import COPYRIGHT, NAME, PROGRAM, SUMMARY, VERSION

US_ENGLISH, UNICODE = 0x0409, 1200


def text() -> str:
    numbers = tuple([*map(int, VERSION.split(".")), 0, 0, 0, 0][:4])
    told = {
        "CompanyName": f"{NAME} contributors",
        "FileDescription": NAME,
        "FileVersion": VERSION,
        "InternalName": PROGRAM,
        "LegalCopyright": COPYRIGHT,
        "OriginalFilename": f"{NAME}.exe",
        "ProductName": NAME,
        "ProductVersion": VERSION,
        "Comments": SUMMARY,
    }
    strings = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in told.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}), kids=[\n"
        f"StringFileInfo([StringTable('{US_ENGLISH:04x}{UNICODE:04x}', [{strings}])]),\n"
        f"VarFileInfo([VarStruct('Translation', [{US_ENGLISH}, {UNICODE}])])])\n"
    )
