#!/bin/sh
# One command for everything: ./build.sh help lists the targets. The work itself is in build/build.cs.
set -eu
cd -- "$(dirname -- "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
sdk=$(dotnet --version 2>/dev/null) || sdk=none
case "$sdk" in
  [1-9][0-9].*) ;;
  *)
    echo "ActorJobs needs the .NET SDK 10.0 or newer on PATH (found: $sdk). Get it from https://dotnet.microsoft.com/download/dotnet/10.0" >&2
    exit 1
    ;;
esac
exec dotnet run --file build/build.cs -- "$@"
