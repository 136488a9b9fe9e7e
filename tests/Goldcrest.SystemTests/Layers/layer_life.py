"""The life of layers through an official SDK; prints what it saw as one JSON object."""
import base64
import collections
import hashlib
import io
import json
import os
import sys
import threading
import urllib.request
import zipfile

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

step, name = sys.argv[1:3]
config = Config(max_pool_connections=50, retries={"max_attempts": 1})
# Named here too, since older SDKs do not look for it in the environment.
endpoint = os.environ["AWS_ENDPOINT_URL"]
client = boto3.client("lambda", endpoint_url=endpoint, config=config)


def archive(content="x = 1"):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as members:
        # A time of its own: two archives of one content are the same bytes, whenever they are made.
        members.writestr(zipfile.ZipInfo("python/m.py"), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def publish(by=client, layer=name, content="x = 1", **members):
    return by.publish_layer_version(LayerName=layer, Content={"ZipFile": archive(content)}, **members)


def refusal(call, **members):
    try:
        call(**members)
        return None
    except ClientError as error:
        answer = error.response
        return [answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"], answer["Error"]["Message"]]


def without_meta(answer):
    return {key: value for key, value in answer.items() if key not in ("ResponseMetadata", "Content")}


def life():
    first = publish(Description="d", LicenseInfo="MIT", CompatibleRuntimes=["python3.12"], CompatibleArchitectures=["x86_64"])
    zipped = archive()
    shown = client.get_layer_version(LayerName=name, VersionNumber=1)
    with urllib.request.urlopen(shown["Content"]["Location"]) as answer:
        fetched = answer.read()
    second = publish(content="x = 2", CompatibleRuntimes=["nodejs22.x"])
    policy = client.add_layer_version_permission(
        LayerName=name, VersionNumber=2, StatementId="s", Action="lambda:GetLayerVersion", Principal="*")
    seen = {
        "published": [first["ResponseMetadata"]["HTTPStatusCode"], first["Version"], second["Version"]],
        "hash": first["Content"]["CodeSha256"] == base64.b64encode(hashlib.sha256(zipped).digest()).decode(),
        "shown": without_meta(shown) == without_meta(first),
        "by arn": without_meta(client.get_layer_version_by_arn(Arn=first["LayerVersionArn"])) == without_meta(first),
        "fetched": fetched == zipped,
        "versions": [
            item["Version"]
            for page in client.get_paginator("list_layer_versions").paginate(LayerName=name, PaginationConfig={"PageSize": 1})
            for item in page["LayerVersions"]],
        "python": [item["Version"] for item in client.list_layer_versions(LayerName=name, CompatibleRuntime="python3.12")["LayerVersions"]],
        "layers": [
            item["LatestMatchingVersion"]["Version"]
            for page in client.get_paginator("list_layers").paginate(CompatibleRuntime="python3.12", PaginationConfig={"PageSize": 1})
            for item in page["Layers"] if item["LayerName"] == name],
        "policy": json.loads(policy["Statement"])["Resource"] == second["LayerVersionArn"],
        "duplicate": refusal(
            client.add_layer_version_permission,
            LayerName=name, VersionNumber=2, StatementId="s", Action="lambda:GetLayerVersion", Principal="*"),
        "too small": refusal(client.get_layer_version, LayerName=name, VersionNumber=0),
        "deleted": [
            client.delete_layer_version(LayerName=name, VersionNumber=number)["ResponseMetadata"]["HTTPStatusCode"] for number in (1, 2, 2)],
        "gone": refusal(client.get_layer_version, LayerName=name, VersionNumber=2),
        "none left": client.list_layer_versions(LayerName=name)["LayerVersions"],
        "next": publish()["Version"],
    }
    client.delete_layer_version(LayerName=name, VersionNumber=3)
    return seen


def race():
    numbers = []

    def once(i):
        number = publish(content=f"x = {i % 5}")["Version"]
        numbers.append(number)
        if i % 2:
            client.delete_layer_version(LayerName=name, VersionNumber=number)

    threads = [threading.Thread(target=once, args=(i,)) for i in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"most": max(collections.Counter(numbers).values()), "numbers": len(numbers), "next": publish()["Version"]}


def state():
    return {
        "layers": client.list_layers()["Layers"],
        "versions": client.list_layer_versions(LayerName=name)["LayerVersions"],
        "policy": client.get_layer_version_policy(LayerName=name, VersionNumber=2)["Policy"],
        "content": client.get_layer_version(LayerName=name, VersionNumber=2)["Content"]["CodeSha256"],
    }


def leave():
    publish(Description="d", CompatibleRuntimes=[])
    publish(content="x = 2")
    publish(content="x = 3")
    client.add_layer_version_permission(LayerName=name, VersionNumber=2, StatementId="s", Action="lambda:GetLayerVersion", Principal="*")
    client.delete_layer_version(LayerName=name, VersionNumber=3)
    return state()


def find():
    seen = state()
    with urllib.request.urlopen(client.get_layer_version(LayerName=name, VersionNumber=2)["Content"]["Location"]) as answer:
        answer.read()
    return seen


def account(number):
    return boto3.client("lambda", endpoint_url=endpoint, aws_access_key_id=number, aws_secret_access_key="x", config=config)


def share():
    """Needs a server that takes an access key of twelve digits for the account."""
    owner, friend, stranger = (account(number * 12) for number in "123")
    shared, closed = publish(owner), publish(owner)
    owner.add_layer_version_permission(
        LayerName=name, VersionNumber=1, StatementId="friend", Action="lambda:GetLayerVersion", Principal="2" * 12)
    return {
        "friend": friend.get_layer_version_by_arn(Arn=shared["LayerVersionArn"])["Version"],
        "stranger": refusal(stranger.get_layer_version_by_arn, Arn=shared["LayerVersionArn"])[:2],
        "closed": refusal(friend.get_layer_version_by_arn, Arn=closed["LayerVersionArn"])[:2],
        "deleting": refusal(friend.delete_layer_version, LayerName=shared["LayerArn"], VersionNumber=1)[:2],
    }


print(json.dumps({"life": life, "race": race, "leave": leave, "find": find, "share": share}[step]()))
