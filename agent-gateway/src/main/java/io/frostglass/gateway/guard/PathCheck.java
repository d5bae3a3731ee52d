package io.frostglass.gateway.guard;

/// File names, paths, and the names of topics: nothing that an event shows has one.
final class PathCheck implements Check {

    private static final String ENDINGS =
            "jpe?g|png|gif|bmp|webp|hei[cf]|tiff?|raw|dng|cr[23]|nef|arw|svg|ico|mp4|m4[va]|mov|avi|mkv|webm|3gp|flv|h26[45]|"
                    + "wav|mp3|pdf|docx?|xlsx?|pptx?|csv|tsv|json|jsonl|avro|parquet|xml|ya?ml|toml|txt|rtf|log|md|zip|rar|7z|"
                    + "tar|gz|tgz|bz2|iso|exe|dll|msi|apk|jar|class|sh|bat|cmd|ps1|py|js|ts|php|html?|aspx?|jsp|sql|sqlite|db|"
                    + "pem|p12|pfx|crt|cer|key|jks|kdbx|cfg|conf|ini|env|properties|bak|tmp|lnk|plist|eml|msg|vcf|ics|exif";

    private static final Rules RULES = Rules.of(
            "backslash", "\\\\",
            "traversal", "\\.\\.[/\\\\]|\\.{2}%|(?:^|\\s)\\.\\.?/",
            "drive", "(?<![a-z])[a-z]:[/\\\\]",
            "unix", "(?<![\\w/:])~?/{1,2}[a-z._][\\w.-]*(?:/|\\b)",
            "deep", "(?<![\\w/])[\\w.-]+/[\\w.-]+/[\\w.-]+/[\\w.-]*|\\b[\\w-]+/[\\w-]+\\.[a-z]{2,4}\\b",
            "file", "[\\w)-]\\.(?:" + ENDINGS + ")(?![a-z0-9])",
            "file_name",
                    "\\b(?:img|dsc[nf]?|dcim|pxl|vid|mvi|gopr|gx|snapshot|screenshot|screen shot|cap|frame|wa|photo|mov|p|rec)"
                            + "[_-]?\\d{4,}(?!\\d)|\\b(?:img|vid)-\\d{8}-wa\\d+",
            "dated_name", "\\b(?=\\w*_)[a-z0-9]+_\\d{6,8}(?:_\\d{4,6})?\\b|\\b\\d{8}[_-]\\d{6}\\b",
            "dot_file", "(?<![\\w.])\\.(?:env|ssh|git|aws|bash\\w*|htaccess|htpasswd|npmrc|netrc|kube|docker)\\b",
            "topic", "\\b(?:restricted|sanitized|agent|audit|alerts)\\.[a-z]+(?:-[a-z]+)*",
            "variable", "\\$(?:home|path|user|env)\\b|%(?:appdata|userprofile|temp|windir|systemroot)%");

    @Override
    public String name() {
        return "path";
    }

    @Override
    public CheckResult check(Text text) {
        return RULES.block(name(), text);
    }
}
