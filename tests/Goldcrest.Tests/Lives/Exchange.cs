namespace Goldcrest.Tests.Lives;

/// <summary>A call and the answer that the twin foresees.</summary>
internal sealed record Exchange(Call Call, Expected Expected);
