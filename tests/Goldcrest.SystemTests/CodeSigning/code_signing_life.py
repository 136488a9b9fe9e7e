"""The life of code signing configurations through an official SDK; prints what it saw as one JSON object."""
import io
import json
import os
import sys
import zipfile

import boto3
from botocore.exceptions import ClientError

name, profile = sys.argv[1:3]
client = boto3.client("lambda", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
archive = io.BytesIO()
with zipfile.ZipFile(archive, "w") as file:
    file.writestr("f.py", "def handler(event, context):\n    return event\n")
client.create_function(
    FunctionName=name, Runtime="python3.12", Role="arn:aws:iam::000000000000:role/r", Handler="f.handler", Code={"ZipFile": archive.getvalue()})


def refused(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "accepted"


made = client.create_code_signing_config(Description="d", AllowedPublishers={"SigningProfileVersionArns": [profile]})["CodeSigningConfig"]
arn = made["CodeSigningConfigArn"]
changed = client.update_code_signing_config(
    CodeSigningConfigArn=arn, CodeSigningPolicies={"UntrustedArtifactOnDeployment": "Enforce"})["CodeSigningConfig"]
client.put_function_code_signing_config(CodeSigningConfigArn=arn, FunctionName=name)
pages = client.get_paginator("list_code_signing_configs").paginate(PaginationConfig={"PageSize": 1})
seen = {
    "made": made["CodeSigningPolicies"],
    "changed": [changed["Description"], changed["CodeSigningPolicies"]["UntrustedArtifactOnDeployment"]],
    "found": client.get_code_signing_config(CodeSigningConfigArn=arn)["CodeSigningConfig"] == changed,
    "listed": arn in [config["CodeSigningConfigArn"] for page in pages for config in page["CodeSigningConfigs"]],
    "of": client.get_function_code_signing_config(FunctionName=name)["CodeSigningConfigArn"] == arn,
    "uses": client.list_functions_by_code_signing_config(CodeSigningConfigArn=arn)["FunctionArns"],
    "kept": refused(client.delete_code_signing_config, CodeSigningConfigArn=arn),
}
client.delete_function_code_signing_config(FunctionName=name)
client.delete_code_signing_config(CodeSigningConfigArn=arn)
seen["gone"] = refused(client.get_code_signing_config, CodeSigningConfigArn=arn)
print(json.dumps(seen))
