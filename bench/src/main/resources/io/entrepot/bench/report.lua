-- Asks for the paths in a file, if one is named, one after the other.
function init(args)
  if args[1] then
    local requests = {}
    for path in io.lines(args[1]) do
      requests[#requests + 1] = wrk.format("GET", path)
    end
    local next = 0
    request = function()
      next = next % #requests + 1
      return requests[next]
    end
  end
end

-- One line of figures for the program that started wrk.
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("FIGURES %d %d %d %d %d %d\n",
    summary.requests, summary.bytes, summary.duration,
    e.connect + e.read + e.write + e.timeout + e.status,
    latency:percentile(50), latency:percentile(99)))
end
