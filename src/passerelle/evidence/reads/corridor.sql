SELECT
  *
FROM (
  SELECT
    "t6"."SOURCE",
    "t6"."VINTAGE",
    "t6"."INDICATOR",
    "t6"."COUNTERPART_AREA",
    "t6"."REF_AREA",
    "t6"."SEX",
    "t6"."AGE",
    "t6"."COMP_BREAKDOWN",
    "t6"."TIME_PERIOD",
    "t6"."OBS_VALUE",
    "t6"."UNIT_MEASURE",
    "t6"."OBS_STATUS",
    "t6"."LOWER",
    "t6"."UPPER",
    "t6"."COMMENT_OBS"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM "observations" AS "t1"
      WHERE
        "t1"."COUNTERPART_AREA" = $origin
        AND "t1"."REF_AREA" = $destination
        AND "t1"."INDICATOR" IN (SELECT UNNEST($codes))
    ) AS "t3"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM "observations" AS "t1"
      WHERE
        "t1"."COUNTERPART_AREA" = $destination
        AND "t1"."REF_AREA" = $origin
        AND "t1"."INDICATOR" IN ('colonial_tie', 'contiguity', 'distance_km', 'official_language_shared')
    ) AS "t4"
  ) AS "t6"
  SEMI JOIN "chosen" AS "t2"
    ON "t6"."SOURCE" = "t2"."SOURCE"
    AND "t6"."INDICATOR" = "t2"."INDICATOR"
    AND "t6"."VINTAGE" = "t2"."VINTAGE"
) AS "t7"
ORDER BY
  "t7"."INDICATOR" ASC,
  "t7"."SOURCE" ASC,
  "t7"."VINTAGE" ASC,
  "t7"."COUNTERPART_AREA" ASC,
  "t7"."REF_AREA" ASC,
  "t7"."SEX" ASC,
  "t7"."AGE" ASC,
  "t7"."COMP_BREAKDOWN" ASC,
  "t7"."TIME_PERIOD" ASC
