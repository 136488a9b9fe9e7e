# frozen_string_literal: true

# Entry of the Ruby runtime, started with --disable-gems: see goldcrest/late_libraries.rb.

require_relative "goldcrest/main"

Goldcrest.run
