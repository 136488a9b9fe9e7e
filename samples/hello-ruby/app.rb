$count = 0

def handler(event:, context:)
  $count += 1
  puts "call #{$count} of #{context.function_name}, #{context.get_remaining_time_in_millis} ms left"
  {
    message: "Hello, #{event.fetch("name", "world")}, from Ruby #{RUBY_VERSION}",
    count: $count,
    requestId: context.aws_request_id
  }
end
