using Goldcrest.Core.Functions;
using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Sandboxes.FileSystems;

namespace Goldcrest.Tests.Sandboxes;

public sealed class FileSystemPlanTests
{
    private const string Efs = "arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-0123456789abcdef0";
    private const string S3Files = "arn:aws:s3files:us-east-1:000000000000:file-system/fs-0123456789abcdef0/access-point/fsap-0123456789abcdef2";
    private const string Gov = "arn:aws-us-gov:elasticfilesystem:us-gov-west-1:000000000000:access-point/fsap-0123456789abcdef0";

    [Fact]
    public void An_access_point_is_a_directory_or_an_export()
    {
        var (plan, problem) = FileSystemPlanReading.Read($$"""
            { "{{Efs}}": { "path": "/srv/a" }, "{{Gov}}": { "path": "/srv/b", "readOnly": true, "uid": 5, "gid": 6 }, "{{S3Files}}": { "nfs": "nas.example:/data", "options": "nfsvers=4.2,port=2050" } }
            """);

        Assert.Null(problem);
        Assert.Equal(new SharedFolder.OnHost("/srv/a", IsReadOnly: false, User: null, Group: null), plan!.AccessPoints[Efs]);
        Assert.Equal(new SharedFolder.OnHost("/srv/b", IsReadOnly: true, User: 5, Group: 6), plan.AccessPoints[Gov]);
        Assert.Equal(new SharedFolder.Export("nas.example:/data", IsReadOnly: false, "nfsvers=4.2,port=2050"), plan.AccessPoints[S3Files]);
        Assert.True(plan.HasExports);
    }

    [Fact]
    public void Only_what_the_plan_names_is_found_and_only_below_mnt()
    {
        var plan = FileSystemPlanReading.Read($$"""{ "{{Efs}}": { "path": "/srv/a" } }""").Plan!;

        Assert.NotNull(plan.Find(new FileSystemMount(Efs, "/mnt/...")));
        Assert.Null(plan.Find(new FileSystemMount(Efs, "/mnt/..")));
        Assert.Null(plan.Find(new FileSystemMount(Efs, "/mnt/.")));
        Assert.Null(plan.Find(new FileSystemMount(Gov, "/mnt/a")));
        Assert.False(plan.HasExports);
        Assert.Null(FileSystemPlan.None.Find(new FileSystemMount(Efs, "/mnt/a")));
    }

    [Theory]
    [InlineData("nonsense", "must be a JSON object")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("""{"fsap-1":{"path":"/srv"}}""", "'fsap-1' that is no ARN of an access point")]
    [InlineData("""{"EFS\n":{"path":"/srv"}}""", "that is no ARN of an access point")]
    [InlineData("""{"EFS":"/srv"}""", "no object with either path or nfs")]
    [InlineData("""{"EFS":{}}""", "neither an nfs export nor a path that is absolute")]
    [InlineData("""{"EFS":{"path":"srv"}}""", "nor a path that is absolute")]
    [InlineData("""{"EFS":{"path":"/srv\u0000"}}""", "nor a path that is absolute")]
    [InlineData("""{"EFS":{"path":7}}""", "nor a path that is absolute")]
    [InlineData("""{"EFS":{"path":"/srv","readonly":true}}""", "a member 'readonly' that is none of path, readOnly, uid, gid")]
    [InlineData("""{"EFS":{"path":"/srv","readOnly":"yes"}}""", "a readOnly that is neither true nor false")]
    [InlineData("""{"EFS":{"path":"/srv","uid":0}}""", "a uid or gid that is no whole number from 1")]
    [InlineData("""{"EFS":{"path":"/srv","gid":-1}}""", "a uid or gid that is no whole number from 1")]
    [InlineData("""{"EFS":{"path":"/srv","uid":4294967295}}""", "a uid or gid that is no whole number from 1")]
    [InlineData("""{"EFS":{"path":"/srv","uid":"5"}}""", "a uid or gid that is no whole number from 1")]
    [InlineData("""{"EFS":{"path":"/srv","nfs":"a:/b"}}""", "a member 'path' that is none of nfs, readOnly, options")]
    [InlineData("""{"EFS":{"nfs":"-o:/b"}}""", "an nfs export that is not written like")]
    [InlineData("""{"EFS":{"nfs":"a:b"}}""", "an nfs export that is not written like")]
    [InlineData("""{"EFS":{"nfs":"a:/b c"}}""", "an nfs export that is not written like")]
    [InlineData("""{"EFS":{"nfs":"a:/b","options":"x y"}}""", "options that are not written like")]
    public void What_cannot_be_read_is_told(string json, string expected)
    {
        var (plan, problem) = FileSystemPlanReading.Read(json.Replace("EFS", Efs, StringComparison.Ordinal));

        Assert.Null(plan);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var problem = FileSystemPlanReading.Read("""{"one":{"path":"/srv"},"two":{}}""").Problem!;

        Assert.Equal(2, problem.Split("; ").Length);
    }

    [Theory]
    [InlineData("nfsvers=4.2,hard", true, "nfsvers=4.2,hard,soft,timeo=100,retrans=2,retry=0,nosuid,nodev,ro")]
    [InlineData("", false, "soft,timeo=100,retrans=2,retry=0,nosuid,nodev,rw")]
    public void An_export_is_mounted_so_that_a_dead_server_is_an_error_and_no_endless_wait(string options, bool isReadOnly, string expected)
    {
        var arguments = NfsMount.Arguments(new SharedFolder.Export("nas.example:/data", isReadOnly, options), "/run/x");

        Assert.Equal(["nas.example:/data", "/run/x", "-o", expected], arguments);
    }

    [Theory]
    [InlineData("mount.nfs: Connection refused", MountFailure.Unreachable)]
    [InlineData("mount.nfs: No route to host", MountFailure.Unreachable)]
    [InlineData("mount.nfs: Failed to resolve server nas.example: Name or service not known", MountFailure.Unreachable)]
    [InlineData("mount.nfs: Connection timed out", MountFailure.TimedOut)]
    [InlineData("mount.nfs: access denied by server while mounting nas.example:/data", MountFailure.Refused)]
    [InlineData("mount.nfs: mounting nas.example:/data failed, reason given by server: No such file or directory", MountFailure.Refused)]
    [InlineData("", MountFailure.Refused)]
    public void What_mount_says_becomes_one_of_the_errors_that_callers_know(string errors, MountFailure expected) =>
        Assert.Equal(expected, NfsMount.ReasonOf(errors));
}
