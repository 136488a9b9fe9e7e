# frozen_string_literal: true

module Goldcrest
  # Where text goes: print to the standard streams at once, puts and log events into frames.
  module Streams
    MESSAGE_LIMIT_BYTES = 262_118
    TEXT_FRAME = 0xA55A0003
    JSON_FRAME = 0xA55A0002

    # Writes each log event as one frame: type u32, length u32, microseconds since the epoch u64, big endian, then UTF-8.
    class FrameSink
      def initialize(descriptor, type)
        @file = IO.for_fd(descriptor, "wb", autoclose: false)
        @file.sync = true
        @type = type
        @lock = Mutex.new
      end

      def write(message)
        bytes = Streams.cut(message)
        micros = Process.clock_gettime(Process::CLOCK_REALTIME, :microsecond)
        frame = [@type, bytes.bytesize, micros].pack("L>L>Q>") << bytes
        # A signal handler may log while a frame is being written by the same thread.
        @lock.owned? ? @file.write(frame) : @lock.synchronize { @file.write(frame) }
      end

      def close; end

      def reopen(_log = nil)
        self
      end
    end

    # AWS's runtime has puts of Kernel write an event of its own, however many lines it has; $stdout.puts and print are not touched.
    module Puts
      private

      def puts(*lines)
        Streams.sink.write(lines.flatten.map { |line| Streams.readable(line.to_s) }.join("\n"))
        nil
      end
    end

    class << self
      # Nil when the platform offers no descriptor for frames.
      attr_reader :sink

      def json?
        ENV["AWS_LAMBDA_LOG_FORMAT"].to_s.casecmp?("JSON")
      end

      # Takes the variable that names the descriptor out of the environment.
      def prepare(environment)
        $stdout.sync = true
        descriptor = environment.delete("_LAMBDA_TELEMETRY_LOG_FD")
        return unless descriptor

        @sink = FrameSink.new(descriptor.to_i, json? ? JSON_FRAME : TEXT_FRAME)
        Object.include(Puts)
      end

      # Valid UTF-8, whatever it was.
      def readable(text)
        text.encoding == Encoding::UTF_8 ? text.scrub : text.encode("UTF-8", invalid: :replace, undef: :replace)
      end

      # The longest prefix within the limit that ends between two characters.
      def cut(message)
        text = readable(message)
        text = text.byteslice(0, MESSAGE_LIMIT_BYTES).scrub("") if text.bytesize > MESSAGE_LIMIT_BYTES
        text.b
      end
    end
  end
end
