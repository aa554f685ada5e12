package io.plumbline.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The frame of a page: style, data, libraries, scripts, in this order, in one file. */
final class Page {
  private static final String CHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

  private static final List<String> SCRIPTS =
      List.of("dom.js", "table.js", "chart.js", "sections.js", "graph.js", "panel.js", "page.js");

  /** Nothing is fetched, whatever the data say. */
  private static final String POLICY =
      "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

  private Page() {}

  /**
   * A page.
   *
   * @param data JSON that the scripts show
   */
  static String of(String title, String data) {
    StringBuilder page = new StringBuilder();
    page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<meta http-equiv=\"Content-Security-Policy\" content=\"").append(POLICY);
    page.append("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    page.append(escaped(title)).append("</title>\n<style>\n");
    page.append(resource("style.css")).append("</style>\n</head>\n<body>\n");
    page.append("<noscript>This report is drawn by the scripts within it.</noscript>\n");
    page.append("<script type=\"application/json\" id=\"data\">");
    page.append(inert(data)).append("</script>\n");
    script(page, resource(CHARTS));
    SCRIPTS.forEach(name -> script(page, resource(name)));
    return page.append("</body>\n</html>\n").toString();
  }

  private static void script(StringBuilder page, String text) {
    page.append("<script>\n").append(text).append("\n</script>\n");
  }

  /** Text between tags. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** JSON in which nothing is markup; such characters can only stand within its strings. */
  static String inert(String json) {
    return json.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private static String resource(String name) {
    try (InputStream stream = Page.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("the class path lacks " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
