package io.plumbline.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The text of a report, which no browser is needed for. */
class HtmlReportTests {
  @Test
  void theSameRunGivesTheSameBytes() {
    MadeRun made = new MadeRun(20, "");
    assertThat(HtmlReport.of(made.run()).html()).isEqualTo(HtmlReport.of(made.run()).html());
  }

  /** Facts stand in an order of their own, not in one that each process chooses. */
  @Test
  void whatACodeMeansIsToldInOneOrder() {
    assertThat(HtmlReport.of(new MadeRun(3, "").run()).html())
        .containsPattern(
            "\"plan.extreme-range\":\\{\"meaning\":\"[^\"]*\",\"remedy\":\"[^\"]*\",\"page\":");
  }

  @Test
  void nothingIsFetched() {
    String markup =
        HtmlReport.of(new MadeRun(3, "").run())
            .html()
            .replaceAll("(?s)<script>\\n.*?\\n</script>", "");
    assertThat(markup).doesNotContain("src=", "href=", "url(").contains("default-src 'none'");
  }

  /** Data are free of what ends them; around them stands the same whatever the names are. */
  @Test
  void noNameIsMarkup() {
    assertThat(frame("</script><b>\u2028&</title>")).isEqualTo(frame("plain"));
  }

  private static String frame(String prefix) {
    return HtmlReport.of(new MadeRun(3, prefix).run())
        .html()
        .replaceFirst("<title>[^<]*</title>", "")
        .replaceFirst(
            "(<script type=\"application/json\" id=\"data\">)[^<>&\u2028]*</script>", "$1");
  }
}
