# One command for everything: ./build.ps1 help lists the targets. The work itself is in build/build.cs.
$env:DOTNET_NOLOGO = "1"
$env:DOTNET_CLI_TELEMETRY_OPTOUT = "1"
Push-Location $PSScriptRoot
try {
  $sdk = if (Get-Command dotnet -ErrorAction SilentlyContinue) { dotnet --version 2>$null } else { "none" }
  if ("$sdk" -notmatch '^[1-9][0-9]\.') {
    [Console]::Error.WriteLine("ActorJobs needs the .NET SDK 10.0 or newer on PATH (found: $sdk). Get it from https://dotnet.microsoft.com/download/dotnet/10.0")
    exit 1
  }
  dotnet run --file build/build.cs -- @args
  exit $LASTEXITCODE
}
finally {
  Pop-Location
}
