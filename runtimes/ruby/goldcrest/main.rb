# frozen_string_literal: true

require_relative "context"
require_relative "handler"
require_relative "late_libraries"
require_relative "marshaller"
require_relative "runtime_api"
require_relative "search_path"
require_relative "streams"

# Loads the handler named by _HANDLER, then serves one invocation after another. Rules: docs/contracts/runtimes.md.
module Goldcrest
  LOAD_FAILED = 252
  HANDLER_FAILED = 255
  API_LOST = 1

  # Which invocation later log lines belong to; nil before the first.
  class << self
    attr_accessor :request_id, :tenant_id
  end

  class << self
    # Never returns.
    def run
      Streams.prepare(ENV)
      SearchPath.prepare(ENV)
      LateLibraries.install
      api = RuntimeApi.new(ENV.fetch("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001"))
      serve(api, load_handler(api))
    rescue RuntimeApi::Lost => lost
      $stderr.write("#{lost.message}\n")
      exit(API_LOST)
    end

    private

    def load_handler(api)
      handler = LambdaHandler.new(env_handler: ENV.fetch("_HANDLER", ""))
      require handler.handler_file_name
      handler
    rescue Exception => error # Whatever the file raises, a LoadError or its own exit included, is why nothing can be served.
      require_relative "failures"
      failure = Failures.describe(error, "Init")
      Failures.log("Init error when loading handler #{ENV["_HANDLER"]}", failure)
      api.post("init/error", failure.to_json, failure.headers)
      exit(LOAD_FAILED)
    end

    def serve(api, handler)
      answer = nil
      loop do
        event = next_event(api, answer)
        self.request_id = event["Lambda-Runtime-Aws-Request-Id"]
        self.tenant_id = event["Lambda-Runtime-Aws-Tenant-Id"]
        ENV["_X_AMZN_TRACE_ID"] = event["Lambda-Runtime-Trace-Id"]
        answer = invoke(api, handler, event)
        next unless answer.bytesize > RuntimeApi::LARGE_BYTES

        # It may be refused for its size, and the reason must be known before anything else is asked.
        api.send_and_check(answer)
        answer = nil
      end
    end

    def next_event(api, answer)
      api.next(answer)
    rescue SignalException
      # Nothing is under way: the sandbox is being shut down.
      exit(0)
    end

    # Returns the request that answers the invocation.
    def invoke(api, handler, event)
      context = LambdaContext.new(event)
      body, content_type = AwsLambda::Marshaller.marshall_response(
        handler.call_handler(request: AwsLambda::Marshaller.marshall_request(event), context: context)
      )
      body = body.read if content_type == "application/unknown"
      RuntimeApi.request("invocation/#{request_id}/response", body.to_s, "Content-Type" => content_type || "application/json")
    rescue Exception => error
      report(api, error)
    end

    # A StandardError is the event's own trouble; anything else, and what a typing mistake raises, ends the process, as on AWS.
    def report(api, error)
      require_relative "failures"
      failure = Failures.describe(error, "Function")
      is_fatal = !error.is_a?(StandardError) || error.is_a?(NameError)
      Failures.log(is_fatal ? "Critical exception from handler" : "Error raised from handler method", failure)
      headers = failure.headers.merge(failure.xray_headers)
      request = RuntimeApi.request("invocation/#{request_id}/error", failure.to_json, headers)
      return request unless is_fatal

      api.send_and_check(request)
      exit(HANDLER_FAILED)
    end
  end
end
