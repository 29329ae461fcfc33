/* dwmapi.dll for a Wine that only says it has nothing: the calls for a dark title bar are written down,
   a "1" or a "0" each, in the file that TITLE_BARS names. For tests alone. */
#include <windows.h>

#define EXPORT __declspec(dllexport)
enum { USE_IMMERSIVE_DARK_MODE = 20 };

EXPORT HRESULT WINAPI DwmSetWindowAttribute(HWND window, DWORD attribute, const void *value, DWORD size)
{
    WCHAR name[MAX_PATH];
    HANDLE file;
    DWORD written;
    if (attribute != USE_IMMERSIVE_DARK_MODE || !GetEnvironmentVariableW(L"TITLE_BARS", name, MAX_PATH))
        return S_OK;
    file = CreateFileW(name, FILE_APPEND_DATA, FILE_SHARE_READ, 0, OPEN_ALWAYS, 0, 0);
    WriteFile(file, *(const BOOL *)value ? "1" : "0", 1, &written, 0);
    CloseHandle(file);
    return S_OK;
}

EXPORT HRESULT WINAPI DwmGetWindowAttribute(HWND window, DWORD attribute, void *value, DWORD size) { return E_NOTIMPL; }
EXPORT HRESULT WINAPI DwmExtendFrameIntoClientArea(HWND window, const void *margins) { return S_OK; }
EXPORT HRESULT WINAPI DwmEnableBlurBehindWindow(HWND window, const void *blur) { return S_OK; }
EXPORT HRESULT WINAPI DwmIsCompositionEnabled(BOOL *enabled) { *enabled = TRUE; return S_OK; }
EXPORT BOOL WINAPI DwmDefWindowProc(HWND window, UINT message, WPARAM w, LPARAM l, LRESULT *result) { return FALSE; }
