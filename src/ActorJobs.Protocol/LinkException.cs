namespace ActorJobs.Protocol;

/// <summary>A link broke: the network failed, a frame was not of the contract, or the other side reads too slowly. A new link has to be dialled.</summary>
public sealed class LinkException : Exception
{
    /// <summary>Creates it without a reason.</summary>
    public LinkException()
        : this("The link broke.") { }

    /// <summary>Creates it with its reason.</summary>
    /// <param name="message">What was found and what was expected.</param>
    public LinkException(string message)
        : base(message) { }

    /// <summary>Creates it with its reason and cause.</summary>
    /// <param name="message">What was found and what was expected.</param>
    /// <param name="innerException">What broke the link.</param>
    public LinkException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <summary>Creates it for a frame that is not taken.</summary>
    /// <param name="fault">What is wrong with the frame.</param>
    /// <param name="message">What was found and what was expected.</param>
    /// <param name="innerException">How it was seen.</param>
    public LinkException(LinkFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>Whose fault it is: the connection's, or that of a frame.</summary>
    public LinkFault Fault { get; }
}
