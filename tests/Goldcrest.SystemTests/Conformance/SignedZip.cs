using System.IO.Compression;
using Goldcrest.Server.CodeSigning;
using Goldcrest.SystemTests.Commands;
using Goldcrest.SystemTests.Serving;

namespace Goldcrest.SystemTests.Conformance;

/// <summary>A zip to be signed by <c>goldcrest sign</c> when its fixture is played, as a developer would.</summary>
/// <param name="Zip">The one that is signed, by its name in the fixture.</param>
/// <param name="By">The signing profile; made on the server's machine at its first use.</param>
/// <param name="Flaw"><c>changed</c>: its code is another one than was signed. <c>ended</c>: the signature is over. Null: it is good.</param>
internal sealed record SignedZip(string Zip, string By, string? Flaw)
{
    /// <param name="dataDirectory">The server's, which trusts the profiles that lie there.</param>
    /// <exception cref="InvalidOperationException">The command failed; says why.</exception>
    public async Task<(byte[] Zip, string ProfileVersionArn, string JobArn)> MakeAsync(byte[] unsigned, string dataDirectory, string region)
    {
        using var folder = new TemporaryFolder();
        var (source, target) = (Path.Combine(folder.Path, "app.zip"), Path.Combine(folder.Path, "signed.zip"));
        await File.WriteAllBytesAsync(source, unsigned);
        var run = await ProgramRun.RunAsync(
            GoldcrestServer.Program, ["sign", source, "--out", target, "--profile", By, "--data", dataDirectory, "--region", region],
            new Dictionary<string, string>());
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException(run.Errors);
        }

        var job = Told("job");
        var zip = Flaw switch
        {
            null => await File.ReadAllBytesAsync(target),
            "changed" => Changed(await File.ReadAllBytesAsync(target)),
            "ended" => await EndedAsync(unsigned, dataDirectory, job),
            _ => throw new InvalidDataException($"A signed zip has no flaw called {Flaw}."),
        };
        return (zip, Told("profile"), job);

        string Told(string what) => run.Output.Split('\n').Single(line => line.StartsWith(what, StringComparison.Ordinal))[what.Length..].Trim();
    }

    private static byte[] Changed(byte[] signed)
    {
        var stream = new MemoryStream();
        stream.Write(signed);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var code = archive.Entries[0].Open();
            code.Write("# "u8);
        }

        return stream.ToArray();
    }

    /// <summary>The command signs for a day at least.</summary>
    private async Task<byte[]> EndedAsync(byte[] unsigned, string dataDirectory, string job)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var profile = SigningProfile.FromPem(await File.ReadAllTextAsync(Path.Combine(dataDirectory, "signing", $"{By}.pem")));
        return CodeSigner.Sign(unsigned, profile, job, now.AddMinutes(-1), now.AddMinutes(-2));
    }
}
