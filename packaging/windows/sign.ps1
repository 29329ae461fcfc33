# Signs the programs that are named, with the certificate in the environment: base64 of a .pfx file.
$ErrorActionPreference = "Stop"
$file = Join-Path $env:RUNNER_TEMP "certificate.pfx"
[IO.File]::WriteAllBytes($file, [Convert]::FromBase64String($env:CERTIFICATE))
$kits = "${env:ProgramFiles(x86)}\Windows Kits\10\bin"
$tool = Get-ChildItem "$kits\*\x64\signtool.exe" | Sort-Object FullName | Select-Object -Last 1
try {
    & $tool.FullName sign /f $file /p $env:CERTIFICATE_PASSWORD /fd SHA256 `
        /tr "http://timestamp.digicert.com" /td SHA256 $args
    if ($LASTEXITCODE -ne 0) { throw "Signing failed." }
} finally {
    Remove-Item $file
}
