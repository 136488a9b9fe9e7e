using System.Collections.Immutable;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Tags;

/// <summary>Says what the tags of one resource become. Quick and without side effects.</summary>
/// <param name="present">As they are.</param>
/// <returns>The tags from now on, or why they stay. Exactly one of both.</returns>
internal delegate (ImmutableSortedDictionary<string, string>? After, WireError? Refused) TagDecision(ImmutableSortedDictionary<string, string> present);
