; The installer for Windows: for one user, without administrator rights.
; makensis -DNAME=... -DVERSION=... installer.nsi, as setup.py does.

Unicode true
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh

!define TYPE "DigitLab.Network"
!define LESSON_TYPE "DigitLab.Lesson"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define OLDEST_BUILD 18362 ; Windows 10, version 1903
!define USERS_FILES "$LOCALAPPDATA\${NAME}"

Name "${NAME}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
RequestExecutionLevel user
SetCompressor /SOLID lzma
ManifestDPIAware true
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${NAME} Setup"
VIAddVersionKey "CompanyName" "${NAME} contributors"
VIAddVersionKey "LegalCopyright" "${COPYRIGHT}"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${NAME}.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Open ${NAME}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; Qt asks for Windows' own ICU, which is there since 1903: without it the program would not start, and
; name a library. Where nobody can be asked, the exit code is 3.
Function .onInit
  ${IfNot} ${AtLeastBuild} ${OLDEST_BUILD}
    MessageBox MB_OK|MB_ICONSTOP "${NAME} needs Windows 10, version 1903, or newer." /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
FunctionEnd

; A folder that holds something else is not taken.
Function .onVerifyInstDir
  FindFirst $0 $1 "$INSTDIR\*.*"
  loop:
    StrCmp $1 "" done
    StrCmp $1 "." next
    StrCmp $1 ".." next
    IfFileExists "$INSTDIR\${PROGRAM}.exe" done
    FindClose $0
    Abort
  next:
    FindNext $0 $1
    Goto loop
  done:
    FindClose $0
FunctionEnd

; A program that is open cannot be replaced or removed: nothing is touched until it is closed. Where
; nobody can be asked (/S), that is the end, with 2 as the exit code.
!macro CLOSED un
Function ${un}RefuseWhileOpen
  again:
  ClearErrors
  IfFileExists "$INSTDIR\${NAME}.exe" 0 verbs
  FileOpen $0 "$INSTDIR\${NAME}.exe" a
  IfErrors open
  FileClose $0
  verbs:
  IfFileExists "$INSTDIR\${PROGRAM}.exe" 0 closed
  FileOpen $0 "$INSTDIR\${PROGRAM}.exe" a
  IfErrors open
  FileClose $0
  Goto closed
  open:
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME} is open, or a command of it runs. Close it, then press Retry." /SD IDCANCEL IDRETRY again
    SetErrorLevel 2
    Quit
  closed:
FunctionEnd
!macroend
!insertmacro CLOSED ""
!insertmacro CLOSED "un."

Section "${NAME}"
  Call RefuseWhileOpen
  ; Of an older version nothing may stay: the bundle's own folder is replaced as a whole.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${FILES}"
  WriteUninstaller "$INSTDIR\Uninstall.exe"

  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${NAME}.exe"

  ; Offered under "Open with" for model files; another program that opens them by default stays so.
  WriteRegStr HKCU "Software\Classes\${TYPE}" "" "${NAME} network"
  WriteRegStr HKCU "Software\Classes\${TYPE}\DefaultIcon" "" "$INSTDIR\${NAME}.exe,0"
  WriteRegStr HKCU "Software\Classes\${TYPE}\shell\open\command" "" '"$INSTDIR\${NAME}.exe" "%1"'
  WriteRegStr HKCU "Software\Classes\${ENDING}\OpenWithProgids" "${TYPE}" ""
  ReadRegStr $0 HKCR "${ENDING}" ""
  StrCmp $0 "" 0 +2
    WriteRegStr HKCU "Software\Classes\${ENDING}" "" "${TYPE}"
  WriteRegStr HKCU "Software\Classes\${LESSON_TYPE}" "" "${NAME} lesson"
  WriteRegStr HKCU "Software\Classes\${LESSON_TYPE}\DefaultIcon" "" "$INSTDIR\${NAME}.exe,0"
  WriteRegStr HKCU "Software\Classes\${LESSON_TYPE}\shell\open\command" "" '"$INSTDIR\${NAME}.exe" "%1"'
  WriteRegStr HKCU "Software\Classes\${LESSON_ENDING}" "" "${LESSON_TYPE}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${NAME}.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "${NAME} contributors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "$0"
SectionEnd

Section "Uninstall"
  Call un.RefuseWhileOpen
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${NAME}.exe"
  Delete "$INSTDIR\${PROGRAM}.exe"
  Delete "$INSTDIR\Uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "Software\Classes\${TYPE}"
  DeleteRegValue HKCU "Software\Classes\${ENDING}\OpenWithProgids" "${TYPE}"
  DeleteRegKey /ifempty HKCU "Software\Classes\${ENDING}\OpenWithProgids"
  ReadRegStr $0 HKCU "Software\Classes\${ENDING}" ""
  StrCmp $0 "${TYPE}" 0 +2
    DeleteRegValue HKCU "Software\Classes\${ENDING}" ""
  DeleteRegKey /ifempty HKCU "Software\Classes\${ENDING}"
  DeleteRegKey HKCU "Software\Classes\${LESSON_TYPE}"
  DeleteRegKey HKCU "Software\Classes\${LESSON_ENDING}"
  DeleteRegKey HKCU "${UNINSTALL}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  IfFileExists "${USERS_FILES}\*.*" 0 end
    MessageBox MB_OK|MB_ICONINFORMATION "${NAME} is removed. Your own networks and settings are still in ${USERS_FILES}." /SD IDOK
  end:
SectionEnd
