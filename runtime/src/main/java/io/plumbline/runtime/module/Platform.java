package io.plumbline.runtime.module;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What native code is made for, besides the instructions it uses.
 *
 * @param os {@code linux}, {@code macos}, {@code windows}, or another in small letters
 * @param arch {@code x86_64}, {@code aarch64}, or another in small letters
 */
public record Platform(String os, String arch) {
  private static final Pattern WORD = Pattern.compile("[a-z0-9_]{1,32}");

  public Platform {
    if (!WORD.matcher(os).matches() || !WORD.matcher(arch).matches()) {
      throw new IllegalArgumentException("'%s-%s' is no platform".formatted(os, arch));
    }
  }

  /** The platform of this Java VM. */
  public static Platform current() {
    String os = plain(System.getProperty("os.name", "unknown"));
    String arch = plain(System.getProperty("os.arch", "unknown"));
    return new Platform(
        os.startsWith("mac") ? "macos" : os.startsWith("windows") ? "windows" : os,
        arch.equals("amd64") ? "x86_64" : arch);
  }

  private static String plain(String name) {
    String word = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    return word.substring(0, Math.min(word.length(), 32));
  }

  /**
   * Reads {@code os-arch}.
   *
   * @throws IllegalArgumentException when a text is nothing of the kind
   */
  public static Platform parse(String text) {
    String[] words = text.split("-", -1);
    if (words.length != 2) {
      throw new IllegalArgumentException("'%s' is not of the form os-arch".formatted(text));
    }
    return new Platform(words[0], words[1]);
  }

  /** {@code os-arch}. */
  @Override
  public String toString() {
    return os + "-" + arch;
  }
}
