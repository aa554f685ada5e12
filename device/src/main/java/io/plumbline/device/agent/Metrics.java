package io.plumbline.device.agent;

import java.util.Locale;

/** Counters in the text format of Prometheus. */
final class Metrics {
  private Metrics() {}

  static String text(AgentParts parts) {
    Counters counters = parts.counters();
    StringBuilder text = new StringBuilder();
    gauge(text, "connections", "Connections that are open.", counters.open.get());
    counter(text, "connections_total", "Connections that came.", counters.accepted.sum());
    counter(text, "connections_turned_away_total", "Beyond the limit.", counters.turnedAway.sum());
    counter(text, "unknown_clients_total", "Without the token.", counters.unknown.sum());
    counter(text, "malformed_total", "That said what is no frame.", counters.malformed.sum());
    counter(text, "requests_total", "Requests that were answered.", counters.requests.sum());
    counter(text, "failures_total", "Answered with an error.", counters.failures.sum());
    counter(text, "runs_total", "Runs of modules.", counters.runs.sum());
    add(
        text,
        "run_seconds_total",
        "counter",
        "Time of all runs.",
        String.format(Locale.ROOT, "%.6f", counters.runNanoseconds.sum() / 1e9));
    counter(text, "uploads_total", "Modules that were taken.", counters.uploads.sum());
    gauge(text, "modules", "Modules in the store.", parts.store().count());
    gauge(text, "module_bytes", "Bytes of them.", parts.store().bytes());
    gauge(text, "warm_modules", "Modules that stand ready.", parts.modules().size());
    gauge(text, "tensor_bytes", "Bytes reserved for tensors.", parts.memory().taken());
    return text.toString();
  }

  private static void gauge(StringBuilder text, String name, String help, long value) {
    add(text, name, "gauge", help, Long.toString(value));
  }

  private static void counter(StringBuilder text, String name, String help, long value) {
    add(text, name, "counter", help, Long.toString(value));
  }

  private static void add(StringBuilder text, String name, String type, String help, String value) {
    text.append(
        "# HELP plumbline_agent_%1$s %2$s\n# TYPE plumbline_agent_%1$s %3$s\nplumbline_agent_%1$s %4$s\n"
            .formatted(name, help, type, value));
  }
}
