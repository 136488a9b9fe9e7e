using System.Security.Cryptography;
using Goldcrest.Server.CodeSigning;

namespace Goldcrest.Cli.Client;

/// <summary>The signing profiles of this machine: each a secret of its owner and a certificate that the server trusts.</summary>
internal static class LocalSigning
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <param name="dataDirectory">The server's: what lies in its folder <c>signing</c> is trusted.</param>
    /// <param name="name">Letters, digits and underscores; the profile is made when it does not exist.</param>
    /// <exception cref="CommandFailure">The profile cannot be read.</exception>
    public static SigningProfile OpenProfile(string dataDirectory, string name, string account, string region, DateTimeOffset now)
    {
        var directory = Path.Combine(dataDirectory, "signing");
        var secret = Path.Combine(directory, $"{name}.pem");
        if (!File.Exists(secret))
        {
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
            Make(directory, name, SigningProfile.Make(account, region, name, now));
        }

        try
        {
            return SigningProfile.FromPem(File.ReadAllText(secret));
        }
        catch (CryptographicException)
        {
            throw new CommandFailure($"{secret} is no signing profile. Move it away to have a new one made.");
        }
    }

    /// <summary>The secret appears whole and last: whoever finds it finds the certificate too, and the first of two makers wins.</summary>
    private static void Make(string directory, string name, SigningProfile profile)
    {
        using var made = profile;
        var half = Path.Combine(directory, $".{Guid.NewGuid():N}");
        using (var file = new FileStream(half, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        using (var writer = new StreamWriter(file))
        {
            writer.Write(made.ToPem());
        }

        var version = made.Arn[(made.Arn.LastIndexOf('/') + 1)..];
        File.WriteAllText(Path.Combine(directory, $"{name}-{version}.crt"), made.Certificate.ExportCertificatePem());
        try
        {
            File.Move(half, Path.Combine(directory, $"{name}.pem"), overwrite: false);
        }
        catch (IOException) when (File.Exists(Path.Combine(directory, $"{name}.pem")))
        {
            // Somebody else made it meanwhile: theirs is the profile.
            File.Delete(half);
        }
    }
}
