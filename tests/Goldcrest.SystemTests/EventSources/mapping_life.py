"""The life of event source mappings through an official SDK; prints what it saw as one JSON object."""
import io
import json
import os
import sys
import threading
import time
import zipfile

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

step, name = sys.argv[1:3]
client = boto3.client("lambda", endpoint_url=os.environ["AWS_ENDPOINT_URL"], config=Config(max_pool_connections=50))
queue = f"arn:aws:sqs:us-east-1:000000000000:{name}"
stream = f"arn:aws:kinesis:us-east-1:000000000000:stream/{name}"


def make_function():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("f.py", "def handler(event, context):\n    return event\n")
    client.create_function(
        FunctionName=name, Runtime="python3.12", Role="arn:aws:iam::000000000000:role/r", Handler="f.handler",
        Code={"ZipFile": archive.getvalue()},
    )


def until(uuid, state):
    """The mapping once it is in that state; None once it is gone and None was asked for."""
    for _ in range(1000):
        try:
            mapping = client.get_event_source_mapping(UUID=uuid)
        except client.exceptions.ResourceNotFoundException:
            if state is None:
                return None
            raise
        if mapping["State"] == state:
            return mapping
        time.sleep(0.01)
    raise SystemExit(f"{uuid} never became {state}")


def refused(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return [error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]["Code"], error.response["Error"]["Message"]]
    return "accepted"


def plain(value):
    value = {key: item for key, item in value.items() if key != "ResponseMetadata"}
    return json.loads(json.dumps(value, default=str))


def life():
    make_function()
    made = client.create_event_source_mapping(FunctionName=name, EventSourceArn=queue)
    uuid = made["UUID"]
    enabled = until(uuid, "Enabled")
    seen = {
        "made": [made["ResponseMetadata"]["HTTPStatusCode"], made["State"], made["BatchSize"]],
        "same": plain(made).keys() == plain(enabled).keys(),
        "twice": refused(client.create_event_source_mapping, FunctionName=name, EventSourceArn=queue)[:2],
        "function": refused(client.create_event_source_mapping, FunctionName="no-such-" + name, EventSourceArn=queue),
        "filter": refused(
            client.create_event_source_mapping, FunctionName=name, EventSourceArn=stream, StartingPosition="LATEST",
            FilterCriteria={"Filters": [{"Pattern": "single-string"}]}),
    }
    changed = client.update_event_source_mapping(UUID=uuid, Enabled=False, BatchSize=50, MaximumBatchingWindowInSeconds=5)
    seen["changed"] = [changed["State"], until(uuid, "Disabled")["BatchSize"]]
    for number in range(3):
        client.create_event_source_mapping(
            FunctionName=name, EventSourceArn=f"{stream}{number}", StartingPosition="TRIM_HORIZON", Enabled=False)
    pages = client.get_paginator("list_event_source_mappings").paginate(FunctionName=name, PaginationConfig={"PageSize": 1})
    listed = [mapping["UUID"] for page in pages for mapping in page["EventSourceMappings"]]
    seen["listed"] = [len(listed), len(set(listed))]
    seen["deleted"] = client.delete_event_source_mapping(UUID=uuid)["State"]
    until(uuid, None)
    seen["gone"] = refused(client.delete_event_source_mapping, UUID=uuid)
    return seen


def race():
    make_function()
    outcomes = []

    def create():
        try:
            client.create_event_source_mapping(FunctionName=name, EventSourceArn=queue)
            outcomes.append("made")
        except ClientError as error:
            outcomes.append(error.response["Error"]["Code"])

    threads = [threading.Thread(target=create) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {outcome: outcomes.count(outcome) for outcome in set(outcomes)}


def leave():
    make_function()
    made = client.create_event_source_mapping(
        FunctionName=name, EventSourceArn=stream, StartingPosition="AT_TIMESTAMP", StartingPositionTimestamp=1.5,
        FilterCriteria={"Filters": [{"Pattern": "{\"data\":{\"n\":[{\"numeric\":[\">\",1]}]}}"}]})
    return plain(until(made["UUID"], "Enabled"))


def find():
    (mapping,) = client.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
    return plain(until(mapping["UUID"], "Enabled"))


print(json.dumps({"life": life, "race": race, "leave": leave, "find": find}[step]()))
