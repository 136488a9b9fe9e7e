using System.Diagnostics;
using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Escapes;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.FileSystems;

/// <summary>A server that knows three access points, two of one directory of the host, which belongs to a user whom nobody else has.</summary>
public sealed class FolderStage : IAsyncLifetime
{
    public const int User = 51_234;
    public const int Group = 52_345;

    public const string Shared = "arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-0123456789abcdef0";
    public const string ReadOnly = "arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-0123456789abcdef1";
    public const string Files = "arn:aws:s3files:us-east-1:000000000000:file-system/fs-0123456789abcdef0/access-point/fsap-0123456789abcdef2";
    public const string Unknown = "arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-0123456789abcdef9";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("goldcrest-folders-");
    private GoldcrestServer? _server;

    internal GoldcrestServer Server => _server!;

    internal string Folder => Path.Combine(_directory.FullName, "shared");

    internal string Layouts => Path.Combine(_directory.FullName, "layouts");

    /// <summary>Belongs to root.</summary>
    internal string Other => Path.Combine(_directory.FullName, "other");

    public async ValueTask InitializeAsync()
    {
        foreach (var directory in (string[])[Folder, Other, Layouts])
        {
            Directory.CreateDirectory(directory);
        }

        Give(Folder);
        _server = await GoldcrestServer.StartAsync(null, "--file-systems", Plan(Folder, Other), "--image-sources", $"disk.example={Layouts}");
    }

    public async ValueTask DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? default);
        _directory.Delete(recursive: true);
    }

    internal static string Plan(string folder, string other) => new JsonObject
    {
        [Shared] = new JsonObject { ["path"] = folder },
        [ReadOnly] = new JsonObject { ["path"] = folder, ["readOnly"] = true },
        [Files] = new JsonObject { ["path"] = other, ["uid"] = User, ["gid"] = Group },
    }.ToJsonString();

    /// <summary>To the user of the tests.</summary>
    internal static void Give(string path)
    {
        using var change = Process.Start("/bin/chown", ["-h", $"{User}:{Group}", path]);
        change.WaitForExit();
        Assert.Equal(0, change.ExitCode);
    }

    /// <summary>Members of a request that gives a function a file system.</summary>
    internal static JsonObject With(string arn, string path = "/mnt/data") => new()
    {
        ["VpcConfig"] = new JsonObject { ["SubnetIds"] = new JsonArray("subnet-1"), ["SecurityGroupIds"] = new JsonArray("sg-1") },
        ["FileSystemConfigs"] = new JsonArray(new JsonObject { ["Arn"] = arn, ["LocalMountPath"] = path }),
    };

    internal Task<Prisoner> MakeAsync(string arn, string path = "/mnt/data", string? isolation = null) =>
        Prisoner.CreateAsync(Server, isolation: isolation, timeoutSeconds: 60, settings: With(arn, path));
}
