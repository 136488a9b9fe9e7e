using Xunit;

namespace Goldcrest.SystemTests.Lists;

/// <summary>Tests that read the same lists, which are long in the making.</summary>
[CollectionDefinition]
public sealed class SharedLists : ICollectionFixture<ListStage>;
