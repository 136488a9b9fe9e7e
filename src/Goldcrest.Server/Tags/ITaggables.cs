using System.Collections.Immutable;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Tags;

/// <summary>All things of one kind that can carry tags. A feature implements it for its own kind of ARN, and stores the tags.</summary>
internal interface ITaggables
{
    /// <summary>As <see cref="ResourceArn.Kind"/>; no two features share one.</summary>
    string Kind { get; }

    /// <param name="arn">Of this kind, in the caller's account and region.</param>
    /// <returns>The resource's tags, or why it has none.</returns>
    (ImmutableSortedDictionary<string, string>? Tags, WireError? Error) FindTags(ResourceArn arn, CallContext context);

    /// <summary>Changes the tags of one resource, one caller at a time; returns when the change is on the disk.</summary>
    /// <param name="arn">Of this kind, in the caller's account and region.</param>
    /// <returns>Null when the tags were changed; else what <paramref name="decide"/> said, or that there is no such resource.</returns>
    Task<WireError?> ChangeTagsAsync(ResourceArn arn, CallContext context, TagDecision decide, CancellationToken cancellationToken);
}
