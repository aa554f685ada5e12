package io.plumbline.report.html;

import io.plumbline.report.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium with one page, spoken to by its DevTools protocol. */
final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ADDRESS = "DevTools listening on ";

  private final Process process;
  private final WebSocket socket;
  private final BlockingQueue<Map<?, ?>> messages = new LinkedBlockingQueue<>();
  private final List<String> complaints = new ArrayList<>();
  private String session = "";
  private int last;

  private Browser(Process process, URI address) {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(address, new Listener(messages))
            .join();
  }

  /** The program, if this machine has one. */
  static Optional<Path> program() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator, -1))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts the program.
   *
   * @param profile an empty folder
   */
  static Browser start(Path program, Path profile) throws IOException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader err =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    for (String line = err.readLine(); line != null; line = err.readLine()) {
      if (line.startsWith(ADDRESS)) {
        Browser browser = new Browser(process, URI.create(line.substring(ADDRESS.length())));
        browser.attach();
        return browser;
      }
    }
    throw new IOException("the browser did not start");
  }

  private void attach() {
    String target =
        String.valueOf(send("Target.createTarget", Map.of("url", "about:blank")).get("targetId"));
    session =
        String.valueOf(
            send("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId"));
    send("Page.enable", Map.of());
    send("Runtime.enable", Map.of());
    send("Log.enable", Map.of());
  }

  /** Size and theme of the pages to come. */
  void look(int width, int height, boolean dark) {
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    send(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** Opens a page and waits until its scripts have drawn it; milliseconds since it was opened. */
  double open(Path page) {
    send("Page.navigate", Map.of("url", page.toUri().toString()));
    return Double.parseDouble(
        String.valueOf(
            evaluate(
                """
                new Promise(done => {
                  const look = () => document.documentElement?.dataset.ready
                      ? requestAnimationFrame(() => done(performance.now())) : setTimeout(look, 5);
                  look();
                })
                """)));
  }

  /** The value of an expression, after it is settled. */
  Object evaluate(String script) {
    Map<?, ?> answer =
        send(
            "Runtime.evaluate",
            Map.of("expression", script, "awaitPromise", true, "returnByValue", true));
    if (answer.get("exceptionDetails") != null) {
      throw new IllegalStateException(script + ": " + answer.get("exceptionDetails"));
    }
    Object value = ((Map<?, ?>) Objects.requireNonNull(answer.get("result"))).get("value");
    return value == null ? "" : value;
  }

  /** Clicks into the middle of what a selector finds. */
  void click(String selector) {
    List<?> middle =
        (List<?>)
            evaluate(
                """
                (() => { const e = document.querySelector(%s); e.scrollIntoView({block: "center"});
                  const b = e.getBoundingClientRect();
                  return [b.left + b.width / 2, b.top + b.height / 2]; })()
                """
                    .formatted(Json.compact(selector)));
    for (String type : List.of("mousePressed", "mouseReleased")) {
      send(
          "Input.dispatchMouseEvent",
          Map.of(
              "type",
              type,
              "x",
              middle.get(0),
              "y",
              middle.get(1),
              "button",
              "left",
              "clickCount",
              1));
    }
  }

  /** Writes text where the focus is. */
  void type(String text) {
    send("Input.insertText", Map.of("text", text));
  }

  /** Presses a key such as {@code Enter} or {@code ArrowDown}. */
  void press(String key) {
    for (String type : List.of("keyDown", "keyUp")) {
      Map<String, Object> event = new LinkedHashMap<>();
      event.put("type", type);
      event.put("key", key);
      if (key.length() == 1 && type.equals("keyDown")) {
        event.put("text", key);
      }
      send("Input.dispatchKeyEvent", event);
    }
  }

  /** What the page looks like, as PNG. */
  byte[] picture() {
    return Base64.getDecoder()
        .decode(
            String.valueOf(send("Page.captureScreenshot", Map.of("format", "png")).get("data")));
  }

  /** Errors and warnings of the console since the start, and failed scripts. */
  List<String> complaints() {
    evaluate("1");
    return List.copyOf(complaints);
  }

  private Map<?, ?> send(String method, Map<String, Object> parameters) {
    int id = ++last;
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", id);
    message.put("method", method);
    message.put("params", parameters);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    socket.sendText(Json.compact(message), true).join();
    while (true) {
      Map<?, ?> found = next();
      if (found.get("id") instanceof Number number && number.intValue() == id) {
        if (found.get("error") != null) {
          throw new IllegalStateException(method + ": " + found.get("error"));
        }
        return (Map<?, ?>) Objects.requireNonNull(found.get("result"));
      }
      note(found);
    }
  }

  private Map<?, ?> next() {
    try {
      Map<?, ?> found = messages.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (found == null) {
        throw new IllegalStateException("the browser does not answer");
      }
      return found;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void note(Map<?, ?> event) {
    String method = String.valueOf(event.get("method"));
    String text = String.valueOf(event.get("params"));
    boolean console =
        method.equals("Runtime.consoleAPICalled")
            && (text.contains("type=error") || text.contains("type=warning"));
    if (console || method.equals("Runtime.exceptionThrown") || method.equals("Log.entryAdded")) {
      complaints.add(method + ": " + text);
    }
  }

  @Override
  public void close() {
    try {
      send("Browser.close", Map.of());
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Puts whole messages into a queue. */
  private static final class Listener implements WebSocket.Listener {
    private final BlockingQueue<Map<?, ?>> messages;
    private final StringBuilder text = new StringBuilder();

    Listener(BlockingQueue<Map<?, ?>> messages) {
      this.messages = messages;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        messages.add((Map<?, ?>) Json.parse(text.toString()));
        text.setLength(0);
      }
      socket.request(1);
      return java.util.concurrent.CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      throw new UncheckedIOException(new IOException(error));
    }
  }
}
