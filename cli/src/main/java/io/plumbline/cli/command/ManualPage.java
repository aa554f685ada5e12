package io.plumbline.cli.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a command says of itself, as a page of section 1 for {@code man}: the text that {@code
 * --help} prints, in the macros of man(7).
 *
 * @param name without a section, as {@code plumb-check}
 * @param text in roff, of ASCII
 */
record ManualPage(String name, String text) {
  private static final Pattern AT_START = Pattern.compile("(?m)^([.'])");

  private static final Pattern BEYOND_ASCII = Pattern.compile("[^\\x00-\\x7f]");

  /** The pages of a command and of those below it, but for hidden ones. */
  static List<ManualPage> all(CommandLine command) {
    List<ManualPage> pages = new ArrayList<>();
    pages.add(of(command.getCommandSpec()));
    children(command.getCommandSpec()).forEach(child -> pages.addAll(all(child.commandLine())));
    return pages;
  }

  private static List<CommandSpec> children(CommandSpec spec) {
    return spec.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(child -> !child.usageMessage().hidden())
        .distinct()
        .toList();
  }

  private static ManualPage of(CommandSpec spec) {
    String name = name(spec);
    String[] description = spec.usageMessage().description();
    List<String> lines = new ArrayList<>();
    lines.add(".TH \"%s\" 1 \"\" \"Plumbline %s\" \"Plumbline\"".formatted(name, Version.text()));
    lines.add(".SH NAME");
    lines.add("%s \\- %s".formatted(escaped(name), escaped(first(description))));
    lines.add(".SH SYNOPSIS");
    lines.add(".nf");
    lines.add(escaped(new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF)).synopsis(0).strip()));
    lines.add(".fi");
    lines.add(".SH DESCRIPTION");
    Arrays.stream(description).map(ManualPage::escaped).forEach(lines::add);
    arguments(spec, lines);
    section("COMMANDS", children(spec).stream().map(ManualPage::child).toList(), lines);
    lines.add(".SH SEE ALSO");
    lines.add(seeAlso(spec));
    return new ManualPage(name, String.join("\n", lines) + "\n");
  }

  private static String name(CommandSpec spec) {
    return spec.qualifiedName("-");
  }

  private static String first(String... description) {
    return description.length == 0 ? "" : description[0].replaceFirst("\\.$", "");
  }

  private static void arguments(CommandSpec spec, List<String> lines) {
    List<String> entries = new ArrayList<>();
    spec.positionalParameters().stream()
        .filter(parameter -> !parameter.hidden())
        .forEach(
            parameter ->
                entries.add(entry("\\fI" + escaped(parameter.paramLabel()) + "\\fR", parameter)));
    spec.options().stream()
        .filter(option -> !option.hidden())
        .forEach(option -> entries.add(entry(names(option), option)));
    section("OPTIONS", entries, lines);
  }

  private static void section(String title, List<String> entries, List<String> lines) {
    if (!entries.isEmpty()) {
      lines.add(".SH " + title);
      lines.addAll(entries);
    }
  }

  private static String names(OptionSpec option) {
    String value = option.arity().max() == 0 ? "" : "=\\fI" + escaped(option.paramLabel()) + "\\fR";
    return Arrays.stream(option.names())
        .map(each -> "\\fB" + escaped(each) + "\\fR")
        .collect(Collectors.joining(", ", "", value));
  }

  private static String entry(String head, ArgSpec argument) {
    return ".TP\n%s\n%s".formatted(head, escaped(String.join("\n", argument.description())));
  }

  private static String child(CommandSpec spec) {
    return ".TP\n\\fB%s\\fR(1)\n%s"
        .formatted(escaped(name(spec)), escaped(first(spec.usageMessage().description()) + "."));
  }

  /** Leads up; from the root command all others are named already. */
  private static String seeAlso(CommandSpec spec) {
    CommandSpec parent = spec.parent();
    return parent == null
        ? "The pages in the folder docs beside the program."
        : "\\fB%s\\fR(1)".formatted(escaped(name(parent)));
  }

  /** Backslashes, dashes that are typed, and lines that would be requests. */
  private static String escaped(String text) {
    String plain = text.replace("\\", "\\e").replace("-", "\\-");
    String safe = AT_START.matcher(plain).replaceAll("\\\\&$1");
    return BEYOND_ASCII
        .matcher(safe)
        .replaceAll(
            found -> Matcher.quoteReplacement("\\[u%04X]".formatted(found.group().codePointAt(0))));
  }
}
