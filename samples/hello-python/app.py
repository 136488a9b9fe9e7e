import platform

count = 0


def handler(event, context):
    global count
    count += 1
    print(f"call {count} of {context.function_name}, {context.get_remaining_time_in_millis()} ms left")
    return {
        "message": f"Hello, {event.get('name', 'world')}, from Python {platform.python_version()}",
        "count": count,
        "requestId": context.aws_request_id,
    }
