using Goldcrest.Wire.Lambda;

namespace Goldcrest.Server.Functions;

/// <summary>The parts of a request that Goldcrest does not do yet. They are refused, never ignored.</summary>
internal static class UnsupportedMembers
{
    /// <returns>What the request asks for and cannot have; null when it can have everything.</returns>
    public static string? In(CreateFunctionRequest request) => request switch
    {
        { PublishTo: not null } => "PublishTo",
        { CapacityProviderConfig: not null } => "CapacityProviderConfig",
        _ => null,
    };

    /// <inheritdoc cref="In(CreateFunctionRequest)"/>
    public static string? In(UpdateFunctionCodeRequest request) => request.PublishTo is null ? null : "PublishTo";
}
