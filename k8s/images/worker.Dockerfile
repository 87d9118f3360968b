# The image of the sample worker; copy it for a worker of your own. Build it at the root of the repository, with this file: docker build -f k8s/images/worker.Dockerfile -t actorjobs/worker .
# It takes the .NET images and the packages of the build from the network, and nothing else. No test builds it.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY hocon hocon
COPY src src
COPY samples samples
RUN dotnet publish samples/BasicWorker -c Release -o /app

FROM mcr.microsoft.com/dotnet/runtime:10.0
WORKDIR /app
COPY --from=build /app .
# The root file system may be read-only: nothing is written beside /tmp.
ENV DOTNET_EnableDiagnostics=0
USER $APP_UID
ENTRYPOINT ["dotnet", "BasicWorker.dll"]
