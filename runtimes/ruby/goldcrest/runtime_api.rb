# frozen_string_literal: true

# The compiled part alone: the rest of the library is loaded when a function asks for it.
require "socket.so"

module Goldcrest
  # One keep-alive HTTP/1.1 connection to the Runtime API, on a bare socket: net/http costs more than the rest of the boot.
  class RuntimeApi
    LARGE_BYTES = 1 << 20
    BASE = "/2018-06-01/runtime/"
    NEXT = "GET #{BASE}invocation/next HTTP/1.1\r\nHost: runtime\r\n\r\n"

    # The Runtime API refused or went away: the process has nothing left to do.
    class Lost < StandardError
      def initialize(reason)
        super("[ERROR] [#{RuntimeApi.now_ms}] LAMBDA_RUNTIME #{reason}")
      end
    end

    # What the Runtime API said. Names of headers are of any case.
    class Reply
      attr_reader :status, :body

      def initialize(status, headers, body)
        @status = status
        @headers = headers
        @body = body
      end

      def [](name)
        @headers[name.downcase]
      end
    end

    def self.now_ms
      Process.clock_gettime(Process::CLOCK_REALTIME, :millisecond)
    end

    def self.request(path, body, headers)
      lines = headers.map { |name, value| "#{name}: #{value}\r\n" }.join
      "POST #{BASE}#{path} HTTP/1.1\r\nHost: runtime\r\n#{lines}Content-Length: #{body.bytesize}\r\n\r\n".b << body.b
    end

    def initialize(address)
      @host, _, @port = address.rpartition(":")
      connect
    end

    # Sends the answer to the last invocation, when there is one, and waits for the next event. Answer and question travel
    # together: the answer's reply is read when the question is already on its way.
    def next(answer)
      transmit(answer ? answer + NEXT : NEXT)
      if answer
        check(read_reply)
        transmit(NEXT) if @socket.nil?
      end

      reply = read_reply
      raise Lost, "Failed to get next invocation. Http response code: #{reply.status}." unless reply.status == 200

      reply
    end

    def post(path, body, headers)
      send_and_check(self.class.request(path, body, headers))
    end

    def send_and_check(request)
      transmit(request)
      check(read_reply)
    end

    private

    # A refused answer is told, and the next event is served, as AWS's runtime does.
    def check(reply)
      return if reply.status == 202

      $stderr.write("[ERROR] [#{self.class.now_ms}] LAMBDA_RUNTIME Failed to post handler success response. " \
                    "Http response code: #{reply.status}.\n")
    end

    def connect
      @socket = TCPSocket.new(@host, @port.to_i)
      @socket.binmode
      @socket.sync = true
      @socket.setsockopt(Socket::IPPROTO_TCP, Socket::TCP_NODELAY, 1)
    rescue SystemCallError => error
      raise Lost, "Lost the Runtime API: #{error.message}"
    end

    def transmit(request)
      connect if @socket.nil?
      @socket.write(request)
    rescue SystemCallError, IOError => error
      raise Lost, "Lost the Runtime API: #{error.message}"
    end

    def read_reply
      status = line[9, 3].to_i
      headers = {}
      until (header = line).empty?
        name, _, value = header.partition(":")
        headers[name.downcase] = value.strip.force_encoding(Encoding::UTF_8)
      end

      body = headers["transfer-encoding"]&.downcase == "chunked" ? chunks : exactly(headers["content-length"].to_i)
      hang_up if headers["connection"]&.downcase == "close"
      Reply.new(status, headers, body.force_encoding(Encoding::UTF_8))
    rescue SystemCallError, IOError => error
      raise Lost, "Lost the Runtime API: #{error.message}"
    end

    def chunks
      body = String.new(encoding: Encoding::BINARY)
      loop do
        size = line.to_i(16)
        body << exactly(size)
        exactly(2)
        return body if size.zero?
      end
    end

    def line
      @socket.gets("\r\n", chomp: true) || raise(EOFError, "connection closed")
    end

    def exactly(count)
      bytes = @socket.read(count)
      raise EOFError, "connection closed" if bytes.nil? || bytes.bytesize < count

      bytes
    end

    def hang_up
      @socket.close
      @socket = nil
    end
  end
end
