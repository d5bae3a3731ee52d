package io.frostglass.gateway.guard;

/// Files, paths and topics: where pictures and keys lie.
final class FileNameCheck {

    static final GuardCheck CHECK = PatternSet.check(
            "path",
            "backslash",
            "\\\\",
            "path",
            "\\.\\.?/|(?<![a-z])[a-z]:/|(?<![\\w/:])~?/{1,2}[a-z._][\\w.-]*|(?<![\\w/])[\\w.-]+(?:/[\\w.-]+){3,}|\\b[\\w-]+/[\\w-]+\\.[a-z]{2,4}\\b",
            "file",
            "[\\w)-]\\.(?:jpe?g|png|gif|bmp|webp|hei[cf]|tiff?|raw|dng|svg|mp4|m4[va]|mov|avi|mkv|webm|h26[45]|wav|mp3|pdf|docx?|"
                    + "xlsx?|pptx?|csv|json|avro|parquet|xml|ya?ml|toml|txt|log|md|zip|rar|7z|tar|gz|tgz|bin|iso|exe|dll|apk|jar|"
                    + "bat|cmd|ps1|py|js|ts|php|html?|sqlite|db|pem|p12|pfx|crt|cer|key|jks|kdbx|cfg|conf|ini|env|properties|"
                    + "bak|tmp|eml|exif)(?![a-z0-9])|(?<!\\w)\\.(?:env|ssh|git|aws|npmrc|netrc|kube|docker)\\b|\\bid_(?:rsa|ed25519)\\b",
            "file_name",
            "\\b(?:img|dsc[nf]?|dcim|pxl|vid|mvi|gopr|snapshot|screenshot|frame|photo|mov|rec)[_-]?\\d{4,}|\\b(?:img|vid)-\\d{8}-wa\\d+"
                    + "|\\b[a-z0-9]+_\\d{6,8}|\\b\\d{8}[_-]\\d{6}\\b",
            "topic",
            "\\b(?:restricted|sanitized|agent|audit|alerts)\\.[a-z]+(?:-[a-z]+)*",
            "variable",
            "\\$(?:home|path|user|env)\\b|%(?:appdata|userprofile|temp|windir|systemroot)%");

    private FileNameCheck() {}
}
