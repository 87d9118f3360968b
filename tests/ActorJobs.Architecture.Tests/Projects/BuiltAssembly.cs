using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ActorJobs.Architecture.Tests.Projects;

/// <summary>What a compiled assembly uses of others, read from its metadata without loading it.</summary>
/// <param name="References">The names of the assemblies that it references.</param>
/// <param name="Types">The full names of the types that it uses.</param>
/// <param name="Members">The methods and fields that it uses.</param>
internal sealed record BuiltAssembly(IReadOnlyList<string> References, IReadOnlyList<string> Types, IReadOnlyList<UsedMember> Members)
{
    public static BuiltAssembly Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return new BuiltAssembly(
            metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)).ToList(),
            metadata.TypeReferences.Select(handle => TypeNames.Of(metadata, handle)).ToList(),
            metadata.MemberReferences.Select(handle => Member(metadata, metadata.GetMemberReference(handle))).ToList()
        );
    }

    private static UsedMember Member(MetadataReader metadata, MemberReference member)
    {
        var type = member.Parent.Kind switch
        {
            HandleKind.TypeReference => TypeNames.Of(metadata, (TypeReferenceHandle)member.Parent),
            HandleKind.TypeSpecification => metadata
                .GetTypeSpecification((TypeSpecificationHandle)member.Parent)
                .DecodeSignature(new TypeNames(), null)
                .Split('<')[0],
            _ => "",
        };
        var parameters =
            member.GetKind() == MemberReferenceKind.Method ? member.DecodeMethodSignature(new TypeNames(), null).ParameterTypes : [];
        return new UsedMember(type, metadata.GetString(member.Name), parameters);
    }
}

/// <summary>A method or field of another assembly.</summary>
/// <param name="Type">Its type's full name, without generic arguments.</param>
/// <param name="Name">As in metadata: a property's getter is <c>get_Name</c>.</param>
/// <param name="Parameters">The full names of the parameters' types.</param>
internal sealed record UsedMember(string Type, string Name, ImmutableArray<string> Parameters)
{
    public override string ToString() => $"{Type}.{Name}({string.Join(", ", Parameters)})";
}
