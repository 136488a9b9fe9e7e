# frozen_string_literal: true

# What the handler may know of its invocation. Values of the environment are text, the memory size included.
class LambdaContext
  attr_reader :aws_request_id, :invoked_function_arn, :log_group_name, :log_stream_name, :function_name, :memory_limit_in_mb,
              :function_version, :identity, :client_context, :deadline_ms, :tenant_id

  def initialize(event)
    @deadline_ms = event["Lambda-Runtime-Deadline-Ms"].to_i
    @aws_request_id = event["Lambda-Runtime-Aws-Request-Id"]
    @invoked_function_arn = event["Lambda-Runtime-Invoked-Function-Arn"]
    @tenant_id = event["Lambda-Runtime-Aws-Tenant-Id"]
    @log_group_name = ENV["AWS_LAMBDA_LOG_GROUP_NAME"]
    @log_stream_name = ENV["AWS_LAMBDA_LOG_STREAM_NAME"]
    @function_name = ENV["AWS_LAMBDA_FUNCTION_NAME"]
    @memory_limit_in_mb = ENV["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
    @function_version = ENV["AWS_LAMBDA_FUNCTION_VERSION"]
    @identity = parse(event["Lambda-Runtime-Cognito-Identity"])
    @client_context = parse(event["Lambda-Runtime-Client-Context"])
  end

  # Never negative.
  def get_remaining_time_in_millis
    [0, @deadline_ms - Process.clock_gettime(Process::CLOCK_REALTIME, :millisecond)].max
  end

  private

  def parse(text)
    JSON.parse(text) if text
  end
end
