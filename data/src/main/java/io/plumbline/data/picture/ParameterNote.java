package io.plumbline.data.picture;

import java.util.Optional;

/**
 * What one parameter of a transformer may be.
 *
 * @param name as configurations have it
 * @param expected what it may be, in words
 * @param fallback what stands for it where it is not given, {@code none} where nothing does; empty
 *     where it must be given
 */
public record ParameterNote(String name, String expected, Optional<String> fallback) {}
