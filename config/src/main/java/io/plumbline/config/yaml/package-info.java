/**
 * YAML and TOML text as values that know their lines. What a key means belongs to the dialects; no
 * other package parses.
 */
@NullMarked
package io.plumbline.config.yaml;

import org.jspecify.annotations.NullMarked;
