using Goldcrest.SystemTests.Functions;

namespace Goldcrest.SystemTests.Errors;

/// <summary>What came of a request that has to be refused.</summary>
/// <param name="Blanks">What has to stand in the blanks of the recorded text, in their order.</param>
internal sealed record Provoked(LambdaAnswer Answer, params string[] Blanks);
