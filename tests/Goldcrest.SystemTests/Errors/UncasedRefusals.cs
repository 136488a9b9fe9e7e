namespace Goldcrest.SystemTests.Errors;

/// <summary>Rows without a case, and why.</summary>
internal static class UncasedRefusals
{
    /// <summary>Provoked over the wire by another test: its file and name.</summary>
    public static IReadOnlyDictionary<string, string> TestedElsewhere { get; } = new Dictionary<string, string>
    {
        ["zip-too-large"] = "Functions/UploadLimitTests Refused_uploads_are_told_why_and_leave_nothing_on_disk",
        ["zip-unpacks-too-large"] = "Functions/UploadLimitTests Refused_uploads_are_told_why_and_leave_nothing_on_disk",
        ["request-too-large"] = "Functions/UploadLimitTests A_request_over_70_megabytes_is_refused_whether_it_tells_its_length_or_not",
        ["s3-bucket-missing"] = "S3/CodeFromS3Tests What_S3_refuses_is_told_in_its_own_words",
        ["s3-key-missing"] = "S3/CodeFromS3Tests What_S3_refuses_is_told_in_its_own_words",
    };

    /// <summary>Belongs to what Goldcrest does not do yet, with what is missing. None of them is a setting that is not taken.</summary>
    public static IReadOnlyDictionary<string, string> Later { get; } = new Dictionary<string, string>
    {
        ["vpc-security-group-missing"] = "Which security groups there are, only EC2 can say.",
        ["vpc-subnet-missing"] = "Which subnets there are, only EC2 can say.",
        ["mapping-queue-missing"] = "Which queues there are, only SQS can say; nothing polls one yet.",
        ["mapping-kinesis-stream-missing"] = "Which streams there are, only Kinesis can say; nothing polls one yet.",
        ["mapping-dynamodb-stream-missing"] = "Which streams there are, only DynamoDB can say; nothing polls one yet.",
        ["invocations-over-reserved"] = "Reserved concurrency is kept, not enforced.",
    };
}
