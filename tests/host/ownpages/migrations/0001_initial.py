import django.db.models.deletion
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('basepage', '0003_finalize_page_model'),
        ('kompas_courses', '0002_initial'),
        ('kompas_training', '0001_initial'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = [
        migrations.CreateModel(
            name='CourseIndexPage',
            fields=[
                ('basepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('search_text', models.TextField(blank=True, default='', editable=False)),
                ('lead', models.TextField(blank=True, help_text='Empty: the words that come with Kompas.', verbose_name='lead')),
            ],
            options={
                'abstract': False,
            },
            bases=('basepage.basepage', models.Model),
        ),
        migrations.CreateModel(
            name='PracticeIndexPage',
            fields=[
                ('basepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('search_text', models.TextField(blank=True, default='', editable=False)),
                ('lead', models.TextField(blank=True, help_text='Empty: the words that come with Kompas.', verbose_name='lead')),
            ],
            options={
                'abstract': False,
            },
            bases=('basepage.basepage', models.Model),
        ),
        migrations.CreateModel(
            name='TextPage',
            fields=[
                ('basepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('search_text', models.TextField(blank=True, default='', editable=False)),
                ('summary', models.TextField(blank=True, verbose_name='summary')),
                ('body', wagtail.fields.StreamField([('text', 0), ('picture', 3), ('document', 6), ('video', 10), ('quote', 14), ('callout', 18)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h3', 'h4', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'icon': 'pilcrow', 'label': 'Text', 'template': 'kompas_cms/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageBlock', [], {'label': 'image'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 250, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('image', 1), ('caption', 2)]], {}), 4: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'description', 'max_length': 250, 'required': False}), 6: ('wagtail.blocks.StructBlock', [[('document', 4), ('description', 5)]], {}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200}), 8: ('wagtail.blocks.URLBlock', (), {'help_text': 'A film on YouTube or Vimeo.', 'label': 'address'}), 9: ('wagtail.blocks.TextBlock', (), {'help_text': 'For people who cannot see or hear the film; say also whether it has captions.', 'label': 'what can be seen and heard', 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('title', 7), ('address', 8), ('description', 9)]], {}), 11: ('wagtail.blocks.TextBlock', (), {'label': 'text'}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'who said it', 'max_length': 150, 'required': False}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'post, institution', 'max_length': 200, 'required': False}), 14: ('wagtail.blocks.StructBlock', [[('text', 11), ('author', 12), ('role', 13)]], {}), 15: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'information'), ('ok', 'good to know'), ('warn', 'take care')], 'label': 'tone'}), 16: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 150, 'required': False}), 17: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ul', 'link'], 'label': 'text'}), 18: ('wagtail.blocks.StructBlock', [[('tone', 15), ('title', 16), ('text', 17)]], {})}, verbose_name='content')),
            ],
            options={
                'abstract': False,
            },
            bases=('basepage.basepage', models.Model),
        ),
        migrations.CreateModel(
            name='CoursePage',
            fields=[
                ('basepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('search_text', models.TextField(blank=True, default='', editable=False)),
                ('image_alt', models.CharField(blank=True, help_text='Empty: the image is only decoration.', max_length=250, verbose_name='image described in words')),
                ('provided', models.TextField(blank=True, help_text='For example meals, lodging, materials.', verbose_name='what the organiser pays for')),
                ('accessibility', models.TextField(blank=True, help_text='Ramp, induction loop, sign-language interpreter …', verbose_name='accessibility')),
                ('materials', wagtail.fields.StreamField([('text', 0), ('picture', 3), ('document', 6), ('video', 10), ('quote', 14), ('callout', 18)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h3', 'h4', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'icon': 'pilcrow', 'label': 'Text', 'template': 'kompas_cms/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageBlock', [], {'label': 'image'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 250, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('image', 1), ('caption', 2)]], {}), 4: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'description', 'max_length': 250, 'required': False}), 6: ('wagtail.blocks.StructBlock', [[('document', 4), ('description', 5)]], {}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200}), 8: ('wagtail.blocks.URLBlock', (), {'help_text': 'A film on YouTube or Vimeo.', 'label': 'address'}), 9: ('wagtail.blocks.TextBlock', (), {'help_text': 'For people who cannot see or hear the film; say also whether it has captions.', 'label': 'what can be seen and heard', 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('title', 7), ('address', 8), ('description', 9)]], {}), 11: ('wagtail.blocks.TextBlock', (), {'label': 'text'}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'who said it', 'max_length': 150, 'required': False}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'post, institution', 'max_length': 200, 'required': False}), 14: ('wagtail.blocks.StructBlock', [[('text', 11), ('author', 12), ('role', 13)]], {}), 15: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'information'), ('ok', 'good to know'), ('warn', 'take care')], 'label': 'tone'}), 16: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 150, 'required': False}), 17: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ul', 'link'], 'label': 'text'}), 18: ('wagtail.blocks.StructBlock', [[('tone', 15), ('title', 16), ('text', 17)]], {})}, verbose_name='materials')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kompas_courses.course', verbose_name='course')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='image')),
            ],
            options={
                'abstract': False,
            },
            bases=('basepage.basepage', models.Model),
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('basepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('search_text', models.TextField(blank=True, default='', editable=False)),
                ('lead', models.TextField(blank=True, help_text='Empty: the words that come with Kompas.', verbose_name='lead')),
                ('hero_title', models.CharField(blank=True, help_text='Empty: the words that come with Kompas.', max_length=120, verbose_name='title of the front page')),
                ('image_alt', models.CharField(blank=True, help_text='Empty: the image is only decoration.', max_length=250, verbose_name='image described in words')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='image')),
            ],
            options={
                'abstract': False,
            },
            bases=('basepage.basepage', models.Model),
        ),
        migrations.CreateModel(
            name='PracticePage',
            fields=[
                ('basepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('search_text', models.TextField(blank=True, default='', editable=False)),
                ('summary', models.TextField(max_length=600, verbose_name='summary')),
                ('image_alt', models.CharField(blank=True, help_text='Empty: the image is only decoration.', max_length=250, verbose_name='image described in words')),
                ('body', wagtail.fields.StreamField([('text', 0), ('picture', 3), ('document', 6), ('video', 10), ('quote', 14), ('callout', 18)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h3', 'h4', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'icon': 'pilcrow', 'label': 'Text', 'template': 'kompas_cms/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageBlock', [], {'label': 'image'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 250, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('image', 1), ('caption', 2)]], {}), 4: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'description', 'max_length': 250, 'required': False}), 6: ('wagtail.blocks.StructBlock', [[('document', 4), ('description', 5)]], {}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200}), 8: ('wagtail.blocks.URLBlock', (), {'help_text': 'A film on YouTube or Vimeo.', 'label': 'address'}), 9: ('wagtail.blocks.TextBlock', (), {'help_text': 'For people who cannot see or hear the film; say also whether it has captions.', 'label': 'what can be seen and heard', 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('title', 7), ('address', 8), ('description', 9)]], {}), 11: ('wagtail.blocks.TextBlock', (), {'label': 'text'}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'who said it', 'max_length': 150, 'required': False}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'post, institution', 'max_length': 200, 'required': False}), 14: ('wagtail.blocks.StructBlock', [[('text', 11), ('author', 12), ('role', 13)]], {}), 15: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'information'), ('ok', 'good to know'), ('warn', 'take care')], 'label': 'tone'}), 16: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 150, 'required': False}), 17: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ul', 'link'], 'label': 'text'}), 18: ('wagtail.blocks.StructBlock', [[('tone', 15), ('title', 16), ('text', 17)]], {})}, verbose_name='content')),
                ('contact_name', models.CharField(blank=True, max_length=150, verbose_name='contact person')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='contact e-mail')),
                ('contact_phone', models.CharField(blank=True, max_length=30, verbose_name='contact phone')),
                ('competences', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='kompas_training.competence', verbose_name='competences')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='image')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kompas_training.organisation', verbose_name='institution')),
            ],
            options={
                'abstract': False,
            },
            bases=('basepage.basepage', models.Model),
        ),
    ]
