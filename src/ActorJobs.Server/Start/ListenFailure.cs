using System.Net;
using System.Net.Sockets;
using ActorJobs.Errors;
using ActorJobs.Server.Settings;

namespace ActorJobs.Server.Start;

/// <summary>Tells why an address and port cannot be listened on.</summary>
internal static class ListenFailure
{
    /// <summary>The end of the start that the error means.</summary>
    /// <param name="error">As the web server has thrown it.</param>
    /// <param name="listen">Address and port.</param>
    public static StartException Of(Exception error, IPEndPoint listen)
    {
        var keys = $"{SettingKeys.HttpAddress} and {SettingKeys.HttpPort} are {listen.Address} and {listen.Port}";
        var cause = error.GetBaseException() is SocketException socket ? socket.SocketErrorCode : SocketError.AddressAlreadyInUse;
        return cause switch
        {
            SocketError.AccessDenied => Refusal(
                ErrorCodes.PortNotAllowed,
                $"{keys}, which this user may not listen on. Set {SettingKeys.HttpPort} above 1023, or give the program the right to it."
            ),
            SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported => Refusal(
                ErrorCodes.AddressNotLocal,
                $"{keys}, and this machine does not have that address. Set {SettingKeys.HttpAddress} to one that it has, such as 127.0.0.1."
            ),
            _ => Refusal(
                ErrorCodes.PortTaken,
                $"{keys}, and {PortHolder.Find(listen) ?? "another program"} listens there already. Stop it, or choose another port: --set {SettingKeys.HttpPort}=7701."
            ),
        };

        StartException Refusal(string code, string message) => new(StartFailure.Machine, code, message, error);
    }
}
