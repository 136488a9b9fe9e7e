using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Serving;

namespace Goldcrest.SystemTests.Conformance;

/// <summary>Plays a fixture against a server and says where the answers are other than AWS's.</summary>
internal sealed class ConformanceRun
{
    private readonly Captures _captures = new();

    private ConformanceRun(ConformanceFixture fixture, GoldcrestServer server)
    {
        _captures.Define("arn", JsonValue.Create($"arn:aws:lambda:{fixture.Region}:000000000000"));
        _captures.Define("region", JsonValue.Create(fixture.Region));
        _captures.Define("port", JsonValue.Create(new Uri(server.Endpoint).Port.ToString(CultureInfo.InvariantCulture)));
        foreach (var (name, zip) in fixture.Zips)
        {
            DefineZip(name, zip);
        }
    }

    /// <returns>Each difference, with the step's number and operation.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(ConformanceFixture fixture, GoldcrestServer server, CancellationToken cancellationToken)
    {
        var run = new ConformanceRun(fixture, server);
        await run.SignAsync(fixture, server);
        await using var sdk = SdkProcess.Start(server, fixture.Region);
        var differences = new List<string>();
        foreach (var (number, step) in fixture.Steps.Index())
        {
            try
            {
                var answer = await sdk.SendAsync(step.Operation, run._captures.Fill(step.Parameters), step.Until, cancellationToken);
                differences.AddRange(run.Compare(step, answer).Select(difference => $"{fixture.Name} {number + 1} {step.Operation}: {difference}"));
            }
            catch (InvalidDataException lost) when (differences.Count > 0)
            {
                // A value that an earlier answer should have had: what went wrong there is worth more than this.
                differences.Add($"{fixture.Name} {number + 1} {step.Operation}: {lost.Message}");
                break;
            }
        }

        return differences;
    }

    private void DefineZip(string name, byte[] zip)
    {
        _captures.Define($"zip:{name}", JsonValue.Create(Convert.ToBase64String(zip)));
        _captures.Define($"sha256:{name}", JsonValue.Create(Convert.ToBase64String(SHA256.HashData(zip))));
        _captures.Define($"size:{name}", JsonValue.Create(zip.Length));
    }

    private async Task SignAsync(ConformanceFixture fixture, GoldcrestServer server)
    {
        var profiles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, signed) in fixture.Signed)
        {
            var signature = await signed.MakeAsync(fixture.Zips[signed.Zip], server.DataDirectory, fixture.Region);
            DefineZip(name, signature.Zip);
            _captures.Define($"job:{name}", JsonValue.Create(signature.JobArn));
            profiles[signed.By] = signature.ProfileVersionArn;
        }

        foreach (var (name, arn) in profiles)
        {
            _captures.Define($"profile:{name}", JsonValue.Create(arn));
        }
    }

    private IEnumerable<string> Compare(ConformanceStep step, SdkAnswer answer)
    {
        if (answer.Status != step.Status || answer.RefusalCode != step.Refusal)
        {
            return [$"expected {step.Status} {step.Refusal}, got {answer.Status} {answer.RefusalCode} {answer.Body}"];
        }

        var comparer = new AnswerComparer(_captures);
        var differences = answer.Answer is { } granted
            ? comparer.Compare(step.Answer, granted).Concat(answer.Hidden())
            : comparer.Compare(step.Answer, JsonNode.Parse(answer.Body)).Concat(Errors(step, answer));
        return new Captures().Match("<uuid>", answer.RequestId) is { } wrong ? differences.Append($"x-amzn-RequestId: {wrong}") : differences;
    }

    /// <summary>A refusal's header and the SDK's own reading of it say what its body says.</summary>
    private static IEnumerable<string> Errors(ConformanceStep step, SdkAnswer answer)
    {
        var body = JsonNode.Parse(answer.Body)!;
        var text = (string?)(body["message"] ?? body["Message"]);
        if (answer.ErrorType != step.Refusal)
        {
            yield return $"x-amzn-ErrorType is {answer.ErrorType}";
        }

        if (text is not null && answer.RefusalMessage != text)
        {
            yield return $"the SDK reads another text: {answer.RefusalMessage}";
        }
    }
}
