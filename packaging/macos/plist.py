"""What macOS is told of the app: Info.plist, beside what PyInstaller writes there itself."""

from __future__ import annotations

from core import version
from core.version import COPYRIGHT, LESSON_ENDING, MODEL_ENDING, NAME, VERSION

# Apple allows letters, digits, hyphens and dots; Linux wants the underscore that stands there.
IDENTIFIER = version.IDENTIFIER.replace("_", "-")
# That of NumPy's wheels, which are built with a library that came with 14.
OLDEST = "14.0"
NETWORK, LESSON = f"{IDENTIFIER}.network", f"{IDENTIFIER}.lesson"


def _opened(name: str, identifier: str, rank: str) -> dict[str, object]:
    return {
        "CFBundleTypeName": name,
        "CFBundleTypeRole": "Editor",
        "LSHandlerRank": rank,
        "LSItemContentTypes": [identifier],
    }


def _declared(name: str, identifier: str, ending: str) -> dict[str, object]:
    return {
        "UTTypeIdentifier": identifier,
        "UTTypeDescription": name,
        "UTTypeConformsTo": ["public.data"],
        "UTTypeTagSpecification": {"public.filename-extension": [ending.lstrip(".")]},
    }


# Networks have an ending of many programs, so their type is offered; that of lessons is ours.
INFO: dict[str, object] = {
    "CFBundleName": NAME,
    "CFBundleDisplayName": NAME,
    "CFBundleShortVersionString": VERSION,
    "NSHumanReadableCopyright": COPYRIGHT,
    "NSHighResolutionCapable": True,
    "LSMinimumSystemVersion": OLDEST,
    "LSApplicationCategoryType": "public.app-category.education",
    "CFBundleDocumentTypes": [
        _opened(f"{NAME} network", NETWORK, "Alternate"),
        _opened(f"{NAME} lesson", LESSON, "Owner"),
    ],
    "UTImportedTypeDeclarations": [_declared(f"{NAME} network", NETWORK, MODEL_ENDING)],
    "UTExportedTypeDeclarations": [_declared(f"{NAME} lesson", LESSON, LESSON_ENDING)],
}
