using System.CommandLine;
using Goldcrest.Cli.Client;
using Goldcrest.Server.CodeSigning;
using Goldcrest.Server.Hosting;

namespace Goldcrest.Cli.Commands;

internal static class SignCommand
{
    public static Command Create()
    {
        var zip = new Argument<string>("zip") { Description = "The zip to sign; it stays as it is." };
        var profile = new Option<string>("--profile") { Description = "The signing profile; made at its first use.", DefaultValueFactory = _ => "local" };
        var output = new Option<string?>("--out") { Description = "The signed zip. Default: the zip's name with .signed before its end." };
        var days = new Option<int>("--days") { Description = "How long the signature holds.", DefaultValueFactory = _ => 365 };
        var data = new Option<string?>("--data") { Description = "The server's data directory: it trusts the profiles that lie there." };
        var region = new Option<string?>("--region") { Description = "The region of a profile that is made." };
        profile.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not { Length: >= 2 and <= 64 } name || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
            {
                result.AddError("A profile's name has 2 to 64 letters, digits and underscores.");
            }
        });
        days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 3650)
            {
                result.AddError("A signature holds from 1 to 3650 days.");
            }
        });
        var command = new Command("sign", "Signs a zip so that functions with a code signing configuration accept it.") { zip, profile, output, days, data, region };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var source = parsed.GetValue(zip)!;
            var target = parsed.GetValue(output) ?? Path.ChangeExtension(source, ".signed" + Path.GetExtension(source));
            var (now, options) = (TimeProvider.System.GetUtcNow(), new GoldcrestOptions());
            var chosenRegion = parsed.GetValue(region) ?? Environment.GetEnvironmentVariable("GOLDCREST_REGION") ?? options.Region;
            using var signer = LocalSigning.OpenProfile(
                Connection.DataDirectory(parsed.GetValue(data), Environment.GetEnvironmentVariable), parsed.GetValue(profile)!, options.Account, chosenRegion, now);
            var job = $"arn:aws:signer:{chosenRegion}:{options.Account}:/signing-jobs/{Guid.NewGuid()}";
            await File.WriteAllBytesAsync(target, await SignAsync(source, signer, job, now.AddDays(parsed.GetValue(days)), now, cancellationToken), cancellationToken);
            Console.WriteLine($"signed   {target}");
            Console.WriteLine($"job      {job}");
            Console.WriteLine($"profile  {signer.Arn}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<byte[]> SignAsync(
        string source, SigningProfile signer, string job, DateTimeOffset expires, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return CodeSigner.Sign(await File.ReadAllBytesAsync(source, cancellationToken), signer, job, expires, now);
        }
        catch (FileNotFoundException)
        {
            throw new CommandFailure($"There is no file {source}.");
        }
        catch (InvalidDataException refused)
        {
            throw new CommandFailure($"{source} cannot be signed: {refused.Message}");
        }
    }
}
