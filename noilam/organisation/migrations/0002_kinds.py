"""The kinds of units that offices know, with the spellings their files use."""

from django.db import migrations

# identifier, Vietnamese, English, is it a cell, other spellings
KINDS = [
    ("provincial_committee", "Tỉnh uỷ", "Provincial Party Committee", False, ["Thành uỷ", "Tỉnh"]),
    ("district_committee", "Huyện uỷ", "District Party Committee", False,
     ["Thị uỷ", "Quận uỷ", "Thành uỷ trực thuộc tỉnh", "Huyện"]),
    ("commune_committee", "Đảng uỷ xã", "Commune Party Committee", False,
     ["Đảng uỷ phường", "Đảng uỷ thị trấn", "Đảng uỷ đặc khu", "Đảng bộ xã", "Đảng bộ phường",
      "Đảng bộ thị trấn", "Đảng uỷ"]),
    ("party_organisation", "Đảng bộ", "Party organisation", False, ["Đảng bộ cấp trên cơ sở"]),
    ("grassroots_party_org", "Tổ chức cơ sở đảng", "Grassroots Party organisation", False,
     ["TCCSĐ", "TCCS đảng"]),
    ("grassroots_committee_org", "Đảng bộ cơ sở", "Grassroots Party organisation with cells", False,
     ["ĐBCS", "Đảng uỷ cơ sở"]),
    ("sectional_org", "Đảng bộ bộ phận", "Sectional Party organisation", False, ["ĐBBP"]),
    ("standalone_cell", "Chi bộ cơ sở", "Grassroots (stand-alone) cell", True, ["CBCS"]),
    ("subordinate_cell", "Chi bộ trực thuộc", "Subordinate cell", True,
     ["CBTT", "Chi bộ trực thuộc đảng uỷ cơ sở", "Chi bộ trực thuộc đảng bộ cơ sở"]),
    ("party_cell", "Chi bộ", "Party cell", True, ["Chi bộ đảng", "CB"]),
    ("cell_committee", "Chi uỷ", "Cell committee", False, []),
    ("committee", "Cấp uỷ", "Party committee", False, []),
    ("executive_committee", "Ban Chấp hành", "Executive Committee", False,
     ["BCH", "Ban Chấp hành Đảng bộ"]),
    ("standing_committee", "Ban Thường vụ", "Standing Committee", False,
     ["BTV", "Ban Thường vụ cấp uỷ"]),
    ("standing_board", "Thường trực cấp uỷ", "Standing Board", False, ["Thường trực"]),
    ("organising_board", "Ban Tổ chức", "Organising Board", False,
     ["Ban Xây dựng Đảng", "Ban Tổ chức / Ban Xây dựng Đảng", "BTC"]),
    ("inspection_commission", "Uỷ ban Kiểm tra", "Inspection Commission", False,
     ["UBKT", "Cơ quan Uỷ ban Kiểm tra", "UB Kiểm tra"]),
    ("committee_office", "Văn phòng cấp uỷ", "Committee Office", False,
     ["Văn phòng", "Văn phòng Đảng uỷ", "Văn phòng Huyện uỷ", "Văn phòng Tỉnh uỷ"]),
    ("advisory_board", "Ban Đảng", "Advisory board", False,
     ["Cơ quan tham mưu, giúp việc", "Cơ quan tham mưu", "Ban tham mưu"]),
    ("front", "Mặt trận Tổ quốc", "Fatherland Front", False,
     ["MTTQ", "Uỷ ban Mặt trận Tổ quốc", "Uỷ ban MTTQ", "Mặt trận"]),
    ("mass_organisation", "Đoàn thể chính trị - xã hội", "Socio-political organisation", False,
     ["Đoàn thể", "Tổ chức chính trị - xã hội"]),
    ("people_committee", "Uỷ ban nhân dân", "People's Committee", False,
     ["UBND", "UBND xã", "UBND huyện", "UBND tỉnh"]),
    ("agency", "Cơ quan", "Agency", False,
     ["Phòng", "Sở", "Ngành", "Cơ quan chuyên môn", "Phòng chuyên môn"]),
    ("public_service_unit", "Đơn vị sự nghiệp", "Public service unit", False,
     ["Đơn vị sự nghiệp công lập", "ĐVSN", "Trường học", "Trường", "Trạm y tế"]),
    ("one_stop_desk", "Bộ phận một cửa", "One-stop desk", False,
     ["Trung tâm phục vụ hành chính công", "Trung tâm PVHCC", "Một cửa"]),
    ("village", "Thôn, tổ dân phố", "Village or residential group", False,
     ["Thôn", "Tổ dân phố", "Thôn/tổ dân phố", "TDP", "Bản", "Làng", "Ấp", "Khu phố", "Xóm"]),
]


def write(apps, schema_editor):
    kinds = apps.get_model("organisation", "UnitKind")
    kinds.objects.bulk_create(
        kinds(
            identifier=identifier, name=name, name_en=english, is_cell=cell, spellings=spellings,
            order=place,
        )
        for place, (identifier, name, english, cell, spellings) in enumerate(KINDS, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
