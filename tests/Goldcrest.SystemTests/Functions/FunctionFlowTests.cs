using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Functions;

public sealed class FunctionFlowTests(SharedServer shared)
{
    /// <summary>Waiters, paginators, exceptions and parsers are those of AWS's own SDK.</summary>
    private const string Script =
        """
        import base64, hashlib, io, os, sys, urllib.request, zipfile
        import boto3
        client = boto3.client('lambda', endpoint_url=os.environ['AWS_ENDPOINT_URL'])
        def zipped(text):
            out = io.BytesIO()
            with zipfile.ZipFile(out, 'w') as z:
                z.writestr('app.py', text)
            return out.getvalue()
        name, first, second = 'flow-boto3', zipped('def handler(e, c): return 1'), zipped('def handler(e, c): return 2')
        made = client.create_function(FunctionName=name, Runtime='python3.12', Handler='app.handler', Role='arn:aws:iam::000000000000:role/r',
                                      Code={'ZipFile': first}, Tags={'a': 'b'}, SnapStart={'ApplyOn': 'None'}, VpcConfig={'SubnetIds': [], 'SecurityGroupIds': []})
        assert made['State'] == 'Pending' and made['Version'] == '$LATEST' and 'LastUpdateStatus' not in made, made
        client.get_waiter('function_active_v2').wait(FunctionName=name)
        client.get_waiter('function_exists').wait(FunctionName=name)
        got = client.get_function(FunctionName=made['FunctionArn'])
        assert got['Tags'] == {'a': 'b'} and got['Configuration']['RevisionId'] != made['RevisionId'], got
        assert urllib.request.urlopen(got['Code']['Location']).read() == first
        assert got['Configuration']['CodeSha256'] == base64.b64encode(hashlib.sha256(first).digest()).decode()
        one = client.publish_version(FunctionName=name, Description='one', CodeSha256=got['Configuration']['CodeSha256'])
        assert one['Version'] == '1' and one['State'] == 'Active', one
        assert client.publish_version(FunctionName=name, Description='again')['Description'] == 'one'
        try:
            client.update_function_code(FunctionName=name, ZipFile=second, RevisionId=got['Configuration']['RevisionId'])
            sys.exit('A stale revision was accepted.')
        except client.exceptions.PreconditionFailedException:
            pass
        tried = client.update_function_code(FunctionName=name, ZipFile=second, DryRun=True)
        assert tried['CodeSha256'] != one['CodeSha256'] and tried['LastUpdateStatus'] == 'Successful', tried
        assert client.get_function_configuration(FunctionName=name)['CodeSha256'] == one['CodeSha256']
        updated = client.update_function_code(FunctionName=name, ZipFile=second)
        assert updated['LastUpdateStatus'] == 'InProgress' and updated['State'] == 'Active', updated
        client.get_waiter('function_updated_v2').wait(FunctionName=name)
        client.update_function_configuration(FunctionName=name, Description='new', MemorySize=256, Environment={'Variables': {'AA': '1'}})
        client.get_waiter('function_updated_v2').wait(FunctionName=name)
        assert client.publish_version(FunctionName=name)['Version'] == '2'
        client.get_waiter('published_version_active').wait(FunctionName=name, Qualifier='2')
        numbers = [v['Version'] for p in client.get_paginator('list_versions_by_function').paginate(FunctionName=name, PaginationConfig={'PageSize': 1}) for v in p['Versions']]
        assert numbers == ['$LATEST', '1', '2'], numbers
        arns = [f['FunctionArn'] for p in client.get_paginator('list_functions').paginate(FunctionVersion='ALL', PaginationConfig={'PageSize': 2}) for f in p['Functions'] if f['FunctionName'] == name]
        assert arns == [made['FunctionArn'] + q for q in (':$LATEST', ':1', ':2')], arns
        arns = [f['FunctionArn'] for p in client.get_paginator('list_functions').paginate(PaginationConfig={'PageSize': 2}) for f in p['Functions'] if f['FunctionName'] == name]
        assert arns == [made['FunctionArn']], arns
        for bad, error in (({'Qualifier': '$LATEST'}, 'InvalidParameterValueException'), ({'Qualifier': 'live'}, 'InvalidParameterValueException')):
            try:
                client.delete_function(FunctionName=name, **bad)
                sys.exit('Deleted.')
            except client.exceptions.ClientError as e:
                assert e.response['Error']['Code'] == error, e.response
        client.delete_function(FunctionName=name, Qualifier='1')
        client.delete_function(FunctionName=name, Qualifier='1')
        try:
            client.get_function(FunctionName=name, Qualifier='1')
            sys.exit('The version is still there.')
        except client.exceptions.ResourceNotFoundException as e:
            assert e.response['Error']['Message'] == 'Function not found: ' + made['FunctionArn'] + ':1', e.response
        assert client.delete_function(FunctionName=name)['ResponseMetadata']['HTTPStatusCode'] == 204
        try:
            client.delete_function(FunctionName=name)
            sys.exit('Deleted twice.')
        except client.exceptions.ResourceNotFoundException as e:
            assert e.response['Error']['Message'] == 'Function not found: ' + made['FunctionArn'], e.response
        print('done')
        """;

    [Fact]
    public async Task The_whole_life_of_a_function_reads_right_to_boto3()
    {
        var server = await shared.GetAsync();

        var run = await ProgramRun.RunAsync("/usr/bin/python3", ["-c", Script], server.ClientVariables);

        Assert.Equal("done\n", run.Output + run.Errors);
        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("MTpmOi0x")]
    public async Task A_marker_that_was_never_given_out_is_refused(string marker)
    {
        var server = await shared.GetAsync();

        var answer = await LambdaCaller.Root(server).SendAsync("GET", $"{LambdaCaller.Functions}?Marker={marker}");

        Assert.Equal(
            (400, "InvalidParameterValueException", "Invalid pagination key."), (answer.Status, answer.ErrorType, answer.Message));
    }

    [Fact]
    public async Task A_damaged_database_stops_the_start_with_a_reason()
    {
        var data = Directory.CreateTempSubdirectory("goldcrest-damaged-").FullName;
        try
        {
            await (await GoldcrestServer.StartAsync(data)).DisposeAsync();
            File.WriteAllBytes(Path.Combine(data, "goldcrest.db"), new byte[8192]);

            var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => GoldcrestServer.StartAsync(data));

            Assert.Contains($"The database '{Path.Combine(data, "goldcrest.db")}' is damaged", failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}
