package io.plumbline.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes damaged files out of good ones. */
record Damage(SplittableRandom random) {
  private static final List<String> TOKENS =
      List.of(
          "&a ",
          "*a",
          "!!int ",
          "{",
          "}",
          "[",
          "]",
          ": ",
          "- ",
          "\t",
          "|\n",
          "> ",
          "%YAML 1.1\n",
          "---\n",
          "...\n",
          "\"",
          "'",
          "#",
          "~",
          "null",
          "None",
          "NaN",
          ".inf",
          "1e400",
          "-1",
          "0",
          "99999999999999999999",
          "0x10",
          "1_000",
          "é",
          "\uFFFF",
          "\u0000",
          ";",
          "; ;",
          ",",
          "??",
          "<<: ",
          "true",
          "1x3x0x0",
          "9223372036854775807",
          "{a: {b: {c: ",
          "\\",
          "//",
          "-",
          "65536");

  /** Bits, bytes, runs of bytes and the end of a file. */
  byte[] bytes(byte[] good) {
    byte[] bad = good.clone();
    int edits = 1 + random.nextInt(6);
    for (int i = 0; i < edits && bad.length > 0; i++) {
      bad = edited(bad);
    }
    return bad;
  }

  private byte[] edited(byte[] bytes) {
    // Headers decide what is read, so half of the damage is done near the beginning.
    int reach = random.nextBoolean() ? Math.min(bytes.length, 128) : bytes.length;
    int at = random.nextInt(reach);
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2 ->
          Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) random.nextInt(-1, 1));
      case 3 -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      }
      case 4 -> {
        int length = random.nextInt(1 + Math.min(64, bytes.length - at));
        byte[] cut = new byte[bytes.length - length];
        System.arraycopy(bytes, 0, cut, 0, at);
        System.arraycopy(bytes, at + length, cut, at, bytes.length - at - length);
        return cut;
      }
      default -> {
        int from = random.nextInt(bytes.length);
        int length = random.nextInt(1 + Math.min(bytes.length - at, bytes.length - from));
        System.arraycopy(bytes, from, bytes, at, length);
      }
    }
    return bytes;
  }

  /** Lines, words and characters of a text. */
  byte[] text(String good) {
    String bad = good;
    int edits = 1 + random.nextInt(5);
    for (int i = 0; i < edits; i++) {
      bad = random.nextInt(3) == 0 ? lines(bad) : words(bad);
    }
    byte[] utf8 = bad.getBytes(StandardCharsets.UTF_8);
    return random.nextInt(8) == 0 ? bytes(utf8) : utf8;
  }

  private String lines(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (lines.isEmpty()) {
      return text;
    }
    int at = random.nextInt(lines.size());
    switch (random.nextInt(5)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
      case 2 -> lines.set(at, "  " + lines.get(at));
      case 3 -> lines.set(at, lines.get(at).strip());
      default -> lines.add(at, lines.remove(random.nextInt(lines.size())));
    }
    return String.join("\n", lines) + "\n";
  }

  private String words(String text) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + random.nextInt(6));
    String token = TOKENS.get(random.nextInt(TOKENS.size()));
    return switch (random.nextInt(5)) {
      case 0 -> text.substring(0, at) + token + text.substring(at);
      case 1 -> text.substring(0, at) + token + text.substring(end);
      case 2 -> text.substring(0, at) + text.substring(end);
      case 3 -> value(text, at, token);
      default -> number(text, at);
    };
  }

  /** Another value for the key that stands before a place. */
  private static String value(String text, int at, String token) {
    int colon = text.lastIndexOf(':', at);
    int end = text.indexOf('\n', Math.max(colon, 0));
    return colon < 0 || end < 0
        ? text
        : text.substring(0, colon + 1) + " " + token + text.substring(end);
  }

  /** Another number for the next one. */
  private String number(String text, int at) {
    for (int i = at; i < text.length(); i++) {
      if (Character.isDigit(text.charAt(i))) {
        int end = i;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
          end++;
        }
        long other = random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(-5, 500);
        return text.substring(0, i) + other + text.substring(end);
      }
    }
    return text;
  }
}
